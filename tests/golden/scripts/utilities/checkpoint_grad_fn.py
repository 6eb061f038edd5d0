import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

torch.manual_seed(0)
layer = nn.Linear(2, 2)
x = torch.ones(1, 2, requires_grad=True)
out = checkpoint(layer, x, use_reentrant=True)
print(out.grad_fn.name(), [n and n.name() for n, _ in out.grad_fn.next_functions])
out.sum().backward()
print(layer.bias.grad)
out = checkpoint(layer, x, use_reentrant=False)
print(out.grad_fn.name(), len(out.grad_fn.next_functions))
out.sum().backward()
print(layer.bias.grad)
