import torch
from torch import nn

w = nn.Parameter(torch.empty(2, 3))
print(nn.init.constant_(w, 0.3))
print(nn.init.ones_(w), nn.init.zeros_(w))
print(nn.init.constant_(torch.empty(2, dtype=torch.int64), 7))
print(nn.init.eye_(w), nn.init.eye_(torch.empty(3, 2)))
try:
    nn.init.eye_(torch.empty(3))
except ValueError as e:
    print(e)
print(w.requires_grad, w.grad_fn, w.is_leaf)
