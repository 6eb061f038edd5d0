import torch
from torch.autograd import Function
class Square(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, g):
        print("called")
        (x,) = ctx.saved_tensors
        return 2 * x * g
x = torch.tensor([1.0, 2.0], requires_grad=True)
m = x * 2
y = Square.apply(m)
m.mul_(2)
try:
    y.sum().backward()
except RuntimeError as e:
    print(e)
y = Square.apply(x)
with torch.no_grad():
    x.add_(1)
try:
    y.sum().backward()
except RuntimeError as e:
    print(e)
