import torch
from torch.autograd.graph import saved_tensors_hooks

x = torch.tensor([1.0], requires_grad=True)
try:
    with saved_tensors_hooks(lambda t: (print("pack"), t)[1], lambda t: t):
        y = x * x
        raise ValueError("out")
except ValueError as e:
    print(e)
z = x * x
(y + z).sum().backward()
print(x.grad)
