import torch
from torch.autograd.graph import saved_tensors_hooks


def pack(t):
    print("pack", t.shape, torch.is_grad_enabled())
    return (t * 2).sum(), t.shape


def unpack(packed):
    total, shape = packed
    return torch.full(shape, total.item())


x = torch.tensor([1.0, 2.0], requires_grad=True)
with saved_tensors_hooks(pack, unpack):
    y = (x * x).sum()
y.backward()
print(x.grad)
