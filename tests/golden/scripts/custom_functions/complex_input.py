import torch
from torch.autograd import Function
class Twist(Function):
    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return z * 2j
    @staticmethod
    def backward(ctx, g):
        print(g)
        return g * -2j
z = torch.tensor([1 + 2j, 3.0], requires_grad=True)
y = Twist.apply(z)
print(y)
y.real.sum().backward()
print(z.grad)
