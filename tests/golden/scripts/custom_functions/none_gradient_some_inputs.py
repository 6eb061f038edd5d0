import torch
from torch.autograd import Function
class Some(Function):
    @staticmethod
    def forward(ctx, a, b, c):
        return a + b + c
    @staticmethod
    def backward(ctx, g):
        return g, None, None
a, b = torch.tensor(1.0, requires_grad=True), torch.tensor(2.0, requires_grad=True)
c = torch.tensor(3.0, requires_grad=True) * 2
c.retain_grad()
Some.apply(a, b, c).backward()
print(a.grad, b.grad, c.grad)
