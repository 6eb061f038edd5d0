import torch
from torch import nn

norm = nn.BatchNorm1d(2)
print(norm, dict(norm.state_dict()))
x = torch.tensor([[1.0, 0.0], [3.0, 4.0]], requires_grad=True)
y = norm(x)
print(y)
(y * torch.tensor([[1.0, 2.0], [3.0, 4.0]])).sum().backward()
print(norm.weight.grad, norm.bias.grad)
print(norm.running_mean, norm.running_var, norm.num_batches_tracked)
norm.eval()
print(norm(torch.zeros(1, 2)))
norm.reset_running_stats()
print(norm.running_mean, norm.running_var, norm.num_batches_tracked)
