import torch
from torch.autograd.graph import Node

x = torch.tensor([1.0, 2.0], requires_grad=True)


class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        return grad * 2


y = Twice.apply(x)
z = x.clone()
z[0] = 0
print(isinstance((x * 2).grad_fn, Node), isinstance(y.grad_fn, Node), isinstance(z.grad_fn, Node))
print(isinstance(x, Node), isinstance(None, Node))
print(isinstance((x * 2).grad_fn.next_functions[0][0], Node))
print(y.grad_fn.name(), z.grad_fn.name(), [f.name() for f, _ in y.grad_fn.next_functions])
