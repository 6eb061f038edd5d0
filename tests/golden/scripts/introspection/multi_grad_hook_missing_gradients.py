import torch
from torch.autograd.graph import register_multi_grad_hook

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([1.0, 2.0], requires_grad=True)
u = torch.tensor([1.0, 2.0], requires_grad=True)
x, y = (a * 1).split(1)
register_multi_grad_hook(
    [a, u, b, x], lambda gs: print([None if g is None else g.tolist() for g in gs])
)
(a * b).sum().backward()
x.sum().backward(retain_graph=True)
(x + y).sum().backward()
(u * 2).sum().backward()
(b * u).sum().backward()
