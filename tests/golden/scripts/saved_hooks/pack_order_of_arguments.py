import torch
from torch.autograd.graph import saved_tensors_hooks


def pack(t):
    print("pack", t.tolist(), t.requires_grad, t.is_leaf, torch.is_grad_enabled())
    return t


def unpack(t):
    print("unpack", t.tolist(), torch.is_grad_enabled())
    return t


x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
c = torch.tensor([5.0, 6.0])
with saved_tensors_hooks(pack, unpack):
    y = x * w
    print("div")
    z = y / w
    print("constant")
    z = z * c
    print("number")
    z = z * 2
    print("add")
    z = z + x
print("backward")
z.sum().backward()
print(x.grad, w.grad)
