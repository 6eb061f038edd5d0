import torch
from torch.autograd.graph import saved_tensors_hooks


def unpack(t):
    print("unpack", t)
    return t


x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
with saved_tensors_hooks(lambda t: t, unpack):
    a = x * x
    b = w * w
    y = (a + b).sum()
print("only w")
print(torch.autograd.grad(y, w, retain_graph=True))
print("only a")
print(torch.autograd.grad(y, a, retain_graph=True))
print("all")
y.backward()
print(x.grad, w.grad)
