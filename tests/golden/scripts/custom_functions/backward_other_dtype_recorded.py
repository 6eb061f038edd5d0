import torch
from torch.autograd import Function
class Cast(Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2
    @staticmethod
    def backward(ctx, g):
        print(g.grad_fn, g.requires_grad)
        return (g * 2).double()
a = torch.ones(2, requires_grad=True)
v = torch.ones(2, requires_grad=True)
(g,) = torch.autograd.grad(Cast.apply(a), a, v, create_graph=True)
print(g, g.dtype, g.grad_fn.name(), g.grad_fn.next_functions[0][0].name())
g.sum().backward()
print(v.grad)
