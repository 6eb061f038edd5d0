import torch
from torch.autograd import Function
class Two(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2, x * 3
    @staticmethod
    def backward(ctx, a, b):
        return a * 2 + b * 3
x = torch.tensor(1.0, requires_grad=True)
a, b = Two.apply(x)
edge = torch.autograd.graph.get_gradient_edge(b)
print(edge.node is b.grad_fn, edge.output_nr, isinstance(edge.node, torch.autograd.graph.Node))
print(torch.autograd.grad(b * 5, edge, retain_graph=True))
print(torch.autograd.grad(edge, x))
