import torch
from torch.autograd import Function
from torch.autograd.function import once_differentiable
class Mul(Function):
    @staticmethod
    def forward(ctx, a, b, n):
        ctx.save_for_backward(a, b)
        return a * b
    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        return g * b, g * a, None
a = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(4.0, requires_grad=True)
v = torch.tensor(1.0, requires_grad=True)
ga, gb = torch.autograd.grad(Mul.apply(a, b, 2), (a, b), v, create_graph=True)
print(ga, gb, gb.output_nr)
try:
    torch.autograd.grad(ga + gb, v)
except RuntimeError as e:
    print(e)
print(Mul.backward.__name__)
