import torch
from torch import nn

torch.manual_seed(0)
print(nn.init.trunc_normal_(torch.empty(3), mean=10.0))
