import torch
from torch.autograd import Function
class Scale(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 3
    @staticmethod
    def backward(ctx, g):
        return g * 3
x = torch.tensor([1.0, 2.0], requires_grad=True)
(g,) = torch.autograd.grad(Scale.apply(x), x, torch.eye(2), is_grads_batched=True)
print(g)
