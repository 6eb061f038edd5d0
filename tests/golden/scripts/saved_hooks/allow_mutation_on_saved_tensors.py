import torch
from torch.autograd.graph import allow_mutation_on_saved_tensors

x = torch.tensor([1.0, 2.0], requires_grad=True)
with allow_mutation_on_saved_tensors():
    a = x.clone()
    b = a * a
    a.mul_(10)
    c = (a * b).sum()
    a.zero_()
    b.add_(1)
    c.backward()
print(x.grad, a, b)
