import torch
from torch.autograd.graph import saved_tensors_hooks


def pack(t):
    print("pack", t)
    return t


x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * x * x).sum()
print("recorded")
with saved_tensors_hooks(pack, lambda t: t):
    (g,) = torch.autograd.grad(y, x, create_graph=True)
print("plain")
with saved_tensors_hooks(pack, lambda t: t):
    y.backward(retain_graph=True)
print(x.grad)
print(torch.autograd.grad(g.sum(), x))
