import torch
from torch.autograd import Function
class Fails(Function):
    @staticmethod
    def forward(ctx, x):
        raise ValueError("in forward")
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.tensor(2.0, requires_grad=True)
try:
    Fails.apply(x)
except ValueError as e:
    print(e, torch.is_grad_enabled())
y = x * 2
print(y)
