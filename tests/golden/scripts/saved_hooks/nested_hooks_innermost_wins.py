import torch
from torch.autograd.graph import saved_tensors_hooks


def pair(name):
    def pack(t):
        print("pack", name, t)
        return t

    def unpack(t):
        print("unpack", name, t)
        return t

    return pack, unpack


x = torch.tensor([1.0], requires_grad=True)
y = torch.tensor([2.0], requires_grad=True)
with saved_tensors_hooks(*pair("outer")):
    a = x * y
    with saved_tensors_hooks(*pair("inner")):
        b = a * a
    c = b * y
print("backward")
c.sum().backward()
print(x.grad, y.grad)
