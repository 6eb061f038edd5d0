import torch
from torch import nn

torch.manual_seed(0)
print(nn.init.trunc_normal_(torch.empty(3, 3)))
print(nn.init.trunc_normal_(torch.empty(4), mean=1.0, std=2.0, a=0.0, b=1.0))
print(nn.init.trunc_normal_(torch.empty(4), a=1.0, b=1.5))
w = nn.Parameter(torch.empty(5))
print(nn.init.trunc_normal_(w, std=0.02) is w, w)
