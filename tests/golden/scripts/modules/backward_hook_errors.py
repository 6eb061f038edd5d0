import torch
from torch import nn

x = torch.ones(1, requires_grad=True)
m = nn.Identity()
h = m.register_full_backward_hook(lambda mod, gi, go: (gi[0], gi[0]))
try:
    m(x).backward()
except RuntimeError as e:
    print(e)
h.remove()
h = m.register_full_backward_pre_hook(lambda mod, go: (go[0], go[0]))
try:
    m(x).backward()
except RuntimeError as e:
    print(e)
h.remove()
try:
    m.register_backward_hook(lambda mod, gi, go: None)
except RuntimeError as e:
    print(e)
other = nn.Linear(1, 1)
other.register_full_backward_hook(lambda mod, gi, go: (torch.ones(1),))
try:
    other(torch.ones(1)).backward()
except RuntimeError as e:
    print(e)
