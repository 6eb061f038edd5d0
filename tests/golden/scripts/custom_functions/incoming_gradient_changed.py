import torch
from torch.autograd import Function
class Rude(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 1
    @staticmethod
    def backward(ctx, g):
        g.mul_(5)
        return g
x = torch.ones(2, requires_grad=True)
seed = torch.tensor([1.0, 2.0])
Rude.apply(x).backward(seed)
print(x.grad, seed)
x.grad = None
m = x * 1
m.retain_grad()
(Rude.apply(m)).backward(seed)
print(x.grad, m.grad, seed)
