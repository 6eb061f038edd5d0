import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
a = x * 2
b = a * a
c = b.sum()
print(torch.autograd.grad(c, [a, b], retain_graph=True))
print(torch.autograd.grad(c, b, retain_graph=True))
print(a.grad_fn is not None, a.retains_grad, x.grad)
print(torch.autograd.grad(c, [x, a], retain_graph=True))
(g,) = torch.autograd.grad(c, a, create_graph=True)
print(g)
print(torch.autograd.grad(g.sum(), [a, x]))
