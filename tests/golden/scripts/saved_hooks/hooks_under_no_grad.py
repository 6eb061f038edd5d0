import torch
from torch.autograd.graph import saved_tensors_hooks

x = torch.tensor([1.0], requires_grad=True)
with saved_tensors_hooks(lambda t: (print("pack", t), t)[1], lambda t: t):
    with torch.no_grad():
        y = x * x
    z = x.detach() * 2
    print(y.requires_grad, z.requires_grad)
    w = torch.ones(1) * torch.ones(1)
