import torch
from torch.autograd import Function
class Inner(Function):
    @staticmethod
    def forward(ctx, x):
        print("inner", torch.is_grad_enabled(), ctx.needs_input_grad)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        print("never")
        return g * 2
class Outer(Function):
    @staticmethod
    def forward(ctx, x):
        y = Inner.apply(x)
        print(y.grad_fn)
        return Inner.apply(y)
    @staticmethod
    def backward(ctx, g):
        return g * 4
x = torch.tensor(3.0, requires_grad=True)
y = Outer.apply(x)
print(y)
y.backward()
print(x.grad)
