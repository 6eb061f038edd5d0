import torch
from torch.autograd.graph import get_gradient_edge

x = torch.arange(4.0).requires_grad_()
a, b = x.split(2)
edge = get_gradient_edge(b)
print(edge.node.name(), edge.output_nr)
print(torch.autograd.grad((a * b).sum(), edge, retain_graph=True))
print(torch.autograd.grad(edge, x, torch.tensor([1.0, 2.0])))
s = (x * 2).sum()
print(torch.autograd.grad(get_gradient_edge(s), x))
