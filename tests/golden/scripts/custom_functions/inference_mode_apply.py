import torch
from torch.autograd import Function
class Square(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        print(ctx.needs_input_grad, torch.is_inference_mode_enabled())
        return x * x
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.tensor([1.0, 2.0], requires_grad=True)
with torch.inference_mode():
    y = Square.apply(x)
    print(y.requires_grad, y.is_inference())
w = torch.tensor([1.0, 2.0], requires_grad=True)
class Mul(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b
    @staticmethod
    def backward(ctx, g):
        return g, g
try:
    Mul.apply(w, y)
except RuntimeError as e:
    print(e)
