import torch
from torch import nn

net = nn.Module()
net.s = nn.Parameter(torch.tensor(1.0))
print(net.load_state_dict({"s": torch.tensor([5.0])}), net.s)
print(net.load_state_dict({"s": torch.tensor(6.0)}), net.s)
try:
    net.load_state_dict({"s": torch.tensor([5.0, 6.0])})
except RuntimeError as e:
    print(e)
