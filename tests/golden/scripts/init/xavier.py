import torch
from torch import nn

torch.manual_seed(0)
w = torch.empty(2, 3)
print(nn.init.xavier_uniform_(w))
print(nn.init.xavier_uniform_(w, gain=nn.init.calculate_gain("relu")))
print(nn.init.xavier_normal_(w))
print(nn.init.xavier_normal_(torch.empty(2, 1, 3), gain=2.0))
try:
    nn.init.xavier_uniform_(torch.empty(3))
except ValueError as e:
    print(e)
