import torch
from torch import nn

torch.manual_seed(3)
a = nn.Linear(2, 2)
torch.manual_seed(3)
b = nn.Linear(2, 2)
print(torch.equal(a.weight, b.weight), a.bias)
torch.manual_seed(4)
a.reset_parameters()
print(a.weight, a.weight.requires_grad, a.weight.is_leaf, a.weight.grad_fn)
wide = nn.Linear(2, 2, dtype=torch.float64)
print(wide.weight)
