import torch
from torch.autograd.graph import allow_mutation_on_saved_tensors

x = torch.tensor([1.0, 2.0], requires_grad=True)
with allow_mutation_on_saved_tensors() as ctx:
    h = x * 1
    a = h * h
    h.add_(1)
    b = h * h
    h.add_(1)
    c = h * h
    print(len(ctx.original), len(ctx.cloned))
    (a + b + c).sum().backward()
    print(x.grad)
    h = x * 2
    y = h.sin()
    z = h * 3
    h.zero_()
    torch.autograd.grad(z.sum(), x, retain_graph=True)
    print(torch.autograd.grad((h + z).sum(), x))
