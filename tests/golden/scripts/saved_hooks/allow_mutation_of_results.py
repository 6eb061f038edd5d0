import torch
from torch.autograd.graph import allow_mutation_on_saved_tensors

x = torch.tensor([0.0, 1.0], requires_grad=True)
with allow_mutation_on_saved_tensors() as ctx:
    y = torch.sqrt(x * 3 + 1)
    print(len(ctx.original), len(ctx.cloned))
    y.add_(100)
    print(len(ctx.original), len(ctx.cloned))
    y.sum().backward()
    print(x.grad)
print(len(ctx.original), len(ctx.cloned))
