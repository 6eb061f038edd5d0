import torch
import torch.nn.functional as F

x = torch.tensor([[2.0, 2.0, 2.0, 2.0]], requires_grad=True)
values, at = F.max_pool1d(x, 2, return_indices=True)
values.sum().backward()
print(at, x.grad)
n = torch.tensor([[1.0, float("nan"), 3.0, float("nan"), 0.0]])
print(F.max_pool1d(n.requires_grad_(), 4, 1, return_indices=True))
low = torch.full((1, 4), -float("inf"), requires_grad=True)
print(F.max_pool1d(low, 3, 1, 1, return_indices=True))
