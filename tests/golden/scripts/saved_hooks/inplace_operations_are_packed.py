import torch
from torch.autograd.graph import saved_tensors_hooks


def pack(t):
    print("pack", t.tolist(), t._version)
    return t.tolist()


x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
with saved_tensors_hooks(pack, lambda v: torch.tensor(v)):
    h = x * 1
    h.mul_(w)
    print("view")
    h[0].mul_(w[1])
    print("square")
    h.pow_(2)
h.sum().backward()
print(x.grad, w.grad)
