import torch
from torch.autograd import Function
class Inner(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        raise RuntimeError("inner failed")
class Outer(Function):
    @staticmethod
    def forward(ctx, x):
        with torch.enable_grad():
            ctx.x = x.detach().requires_grad_()
            ctx.y = Inner.apply(ctx.x)
        return ctx.y.detach()
    @staticmethod
    def backward(ctx, g):
        try:
            torch.autograd.backward(ctx.y, g)
        except RuntimeError as e:
            print("seen", e, torch.is_grad_enabled())
            raise ValueError("outer failed") from e
x = torch.tensor(1.0, requires_grad=True)
try:
    Outer.apply(x).backward()
except ValueError as e:
    print(e, torch.is_grad_enabled())
(x * 3).backward()
print(x.grad)
