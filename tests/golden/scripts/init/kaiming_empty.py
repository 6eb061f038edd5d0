import torch
from torch import nn

w = torch.empty(0, 3)
print(nn.init.kaiming_uniform_(w) is w, nn.init.kaiming_normal_(torch.empty(2, 0)).shape)
