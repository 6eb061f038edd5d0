import torch
from torch.autograd.graph import saved_tensors_hooks

x = torch.tensor([1.0], requires_grad=True)
hooks = saved_tensors_hooks(lambda t: (print("pack"), t)[1], lambda t: (print("unpack"), t)[1])
a = x * x
with hooks:
    b = x * x
c = x * x
with hooks:
    d = a + c
print("backward")
(a + b + c + d).sum().backward()
print(x.grad)
