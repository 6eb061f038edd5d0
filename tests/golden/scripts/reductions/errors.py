import torch
x = torch.ones(2, 3)
try:
    x.sum(dim=2)
except IndexError as e:
    print(e)
try:
    x.sum(dim=(0, 0))
except RuntimeError as e:
    print(e)
try:
    torch.zeros(0).max()
except RuntimeError as e:
    print(e)
try:
    x.softmax(dim=-3)
except IndexError as e:
    print(e)
