import torch
from torch import nn

x = torch.tensor([[1.0], [3.0]])
print(nn.BatchNorm1d(1, affine=False), nn.BatchNorm1d(1, eps=0.1, momentum=None, bias=False))
plain = nn.BatchNorm1d(1, affine=False, track_running_stats=False)
print(plain(x), plain.running_mean, plain.state_dict())
average = nn.BatchNorm1d(1, momentum=None)
average(x)
average(x + 4)
print(average.running_mean, average.running_var, average.num_batches_tracked)
fast = nn.BatchNorm1d(1, momentum=1.0)
fast(x)
print(fast.running_mean, fast.running_var)
