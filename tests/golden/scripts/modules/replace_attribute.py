import torch
from torch import nn

net = nn.Module()
net.a = 5
print(net.a, list(net.state_dict()))
net.a = nn.Parameter(torch.ones(1))
print(net.a, list(net.state_dict()))
net.a = nn.Parameter(torch.zeros(1))
print(net.a)
net.b = nn.Linear(1, 1)
net.b = nn.ReLU()
print(net)
net.b = None
print(net, net.b)
net.c = nn.Identity()
net.c = nn.Parameter(torch.ones(2))
print(net, [k for k, _ in net.named_parameters()])
