import torch
from torch.autograd import Function
class Shape(Function):
    @staticmethod
    def forward(ctx, c, n, a, shape):
        ctx.shape = shape
        return a * 2
    @staticmethod
    def backward(ctx, g):
        return None, None, torch.ones(ctx.shape), None
a = torch.ones(2, 3, requires_grad=True)
c = torch.ones(1)
for shape in [(3,), (3, 2), (2, 1), (2, 2, 2), ()]:
    try:
        Shape.apply(c, 1, a, shape).sum().backward()
        print(a.grad)
    except RuntimeError as e:
        print(e)
