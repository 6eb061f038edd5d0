import torch
from torch import nn

norm = nn.GroupNorm(2, 4, eps=0.0)
x = torch.tensor([[1.0, 3.0, 0.0, 8.0]], requires_grad=True)
y = norm(x)
print(norm, y.detach(), nn.GroupNorm(1, 2, affine=False), nn.GroupNorm(1, 2, bias=False))
y.sum().backward()
print(norm.weight.grad, norm.bias.grad)
try:
    nn.GroupNorm(3, 4)
except ValueError as e:
    print(e)
try:
    norm(torch.ones(2, 3))
except RuntimeError as e:
    print(str(e).split("\n")[0])
