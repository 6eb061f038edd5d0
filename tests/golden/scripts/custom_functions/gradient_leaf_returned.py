import torch
from torch.autograd import Function
w = torch.tensor([3.0], requires_grad=True)
class Weighted(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return w
x = torch.tensor([2.0], requires_grad=True)
Weighted.apply(x).backward()
print(x.grad, x.grad is w, x.grad.requires_grad, w.grad)
x.grad.add_(1)
print(w)
