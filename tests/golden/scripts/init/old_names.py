import torch
from torch import nn

torch.manual_seed(0)
print(nn.init.uniform(torch.empty(2)))
print(nn.init.constant(torch.empty(2), 3.0))
print(nn.init.xavier_uniform(torch.empty(1, 2)))
print(nn.init.kaiming_normal(torch.empty(1, 2)))
