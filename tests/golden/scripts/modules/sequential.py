from collections import OrderedDict

import torch
from torch import nn

net = nn.Sequential(OrderedDict([("a", nn.Linear(1, 2)), ("b", nn.ReLU())]))
print(net, net.a, len(net), net[0] is net.a, net[-1])
net = nn.Sequential(*net)
net.append(nn.Tanh()).insert(1, nn.Sigmoid())
net.insert(-1, nn.ELU())
print(net)
print(net[1:], net[:-1], net[::2])
net[0] = nn.Identity()
del net[1]
print(net)
del net[1:]
print(net, list(net), net.pop(0), len(net))
for use in (
    lambda: net[3],
    lambda: net["a"],
    lambda: net.insert(9, nn.ReLU()),
    lambda: nn.Sequential(OrderedDict(a=nn.ReLU())).insert(0, nn.ReLU()),
    lambda: net.pop(0),
):
    try:
        use()
    except (IndexError, TypeError, KeyError) as e:
        print(type(e).__name__, e)
