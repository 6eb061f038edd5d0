import torch
from torch.autograd import Function
w = torch.tensor(3.0, requires_grad=True)
class Weighted(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        out = g * w
        print(out.requires_grad)
        return out
x = torch.tensor(2.0, requires_grad=True)
Weighted.apply(x).backward()
print(x.grad, w.grad)
(g,) = torch.autograd.grad(Weighted.apply(x), x, create_graph=True)
g.backward()
print(g, w.grad)
