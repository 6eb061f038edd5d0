import torch
from torch.autograd import Function
class Norm(Function):
    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return z.real * z.real + z.imag * z.imag
    @staticmethod
    def backward(ctx, g):
        (z,) = ctx.saved_tensors
        print(g.dtype)
        return 2 * g * z
z = torch.tensor([1 + 2j, 3.0], requires_grad=True)
Norm.apply(z).sum().backward()
print(z.grad)
class RealGrad(Norm):
    @staticmethod
    def backward(ctx, g):
        return g
z.grad = None
RealGrad.apply(z).sum().backward()
print(z.grad)
