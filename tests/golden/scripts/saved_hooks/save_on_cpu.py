import torch
from torch.autograd.graph import save_on_cpu

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
with save_on_cpu():
    y = (x * w).exp()
    z = (y * x).sum()
z.backward()
print(torch.allclose(x.grad, (w * x + 1).detach() * y.detach()), w.grad.shape)
with save_on_cpu(pin_memory=False):
    y = (x**3).sum()
(g,) = torch.autograd.grad(y, x, create_graph=True)
print(g)
print(torch.autograd.grad(g.sum(), x))
h = x * 1
with save_on_cpu():
    y = h * h
print(y.grad_fn._saved_self, y.grad_fn._saved_self.grad_fn is h.grad_fn)
