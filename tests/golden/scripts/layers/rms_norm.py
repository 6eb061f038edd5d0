import torch
from torch import nn

norm = nn.RMSNorm(2, eps=0.0)
x = torch.tensor([[1.0, 7.0]], requires_grad=True)
y = norm(x)
print(norm, nn.RMSNorm((2, 3)), nn.RMSNorm(2, elementwise_affine=False), dict(norm.state_dict()))
print(y.detach())
y.sum().backward()
print(norm.weight.grad)
