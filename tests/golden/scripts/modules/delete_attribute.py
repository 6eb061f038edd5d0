import torch
from torch import nn

net = nn.Module()
net.w = nn.Parameter(torch.ones(1))
net.child = nn.Linear(1, 1)
net.register_buffer("b", torch.ones(1))
net.plain = 3
print(sorted(net.state_dict()))
del net.w
del net.child
del net.b
del net.plain
print(net, sorted(net.state_dict()))
for name in ("w", "child", "b", "plain"):
    print(name, hasattr(net, name))
