import torch
from torch import nn

net = nn.Sequential(nn.Linear(1, 1), nn.Sequential(nn.Linear(1, 1), nn.ReLU()))
seen = []


def fill(m):
    seen.append(type(m).__name__)
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, 2.0)
        m.bias.data.fill_(0.5)


print(net.apply(fill) is net)
print(seen)
print(net(torch.tensor([1.0])), net[0].weight, net[0].bias)
