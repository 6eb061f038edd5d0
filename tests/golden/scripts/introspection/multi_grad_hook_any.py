import torch
from torch.autograd.graph import register_multi_grad_hook

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([3.0, 4.0], requires_grad=True)
c = a * b
k = torch.ones(2)
handle = register_multi_grad_hook((a, b, c, k), lambda g: print("first", g), mode="any")
c.sum().backward(retain_graph=True)
c.sum().backward(retain_graph=True)
torch.autograd.grad(c.sum(), b, retain_graph=True)
handle.remove()
c.sum().backward()
with register_multi_grad_hook([a], lambda g: print("with", g), mode="any"):
    (a * 3).sum().backward()
(a * 3).sum().backward()
