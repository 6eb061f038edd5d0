import torch
from torch import nn

norm = nn.InstanceNorm1d(2, eps=0.0)
x = torch.tensor([[[1.0, 3.0], [0.0, 8.0]]])
print(norm, norm(x), norm(x[0]), norm.state_dict())
full = nn.InstanceNorm2d(1, affine=True, track_running_stats=True)
full(torch.arange(4.0).reshape(1, 1, 2, 2))
print(full, full.running_mean, full.running_var, full.num_batches_tracked)
try:
    nn.InstanceNorm1d(3, affine=True)(x)
except ValueError as e:
    print(e)
print(nn.InstanceNorm1d(3)(x).shape)
