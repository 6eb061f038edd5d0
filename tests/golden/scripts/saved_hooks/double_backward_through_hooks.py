import torch
from torch.autograd.graph import saved_tensors_hooks

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
with saved_tensors_hooks(lambda t: t.tolist(), lambda v: torch.tensor(v)):
    y = x * x * w
    z = y.exp()
(g,) = torch.autograd.grad(y.sum(), x, create_graph=True)
print(g)
print(torch.autograd.grad(g.sum(), [x, w], retain_graph=True))
(g,) = torch.autograd.grad((z * 0 + y).sum(), w, create_graph=True)
print(g, torch.autograd.grad(g.sum(), [x]))
