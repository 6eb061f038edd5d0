import torch
from torch import nn

net = nn.BatchNorm1d(1)
state = {k: v.double() for k, v in net.state_dict().items()}
print(net.load_state_dict(state, assign=True))
print(net.weight, net.running_mean, net.num_batches_tracked)
net.weight.requires_grad_(False)
mine = nn.Parameter(torch.ones(1))
net.load_state_dict({**net.state_dict(), "weight": mine}, assign=True)
print(net.weight is mine, mine.requires_grad)
