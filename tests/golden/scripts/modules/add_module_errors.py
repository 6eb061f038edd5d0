import torch
from torch import nn

net = nn.Linear(1, 1)
for name, value in (
    (3, nn.ReLU()),
    ("a.b", nn.ReLU()),
    ("", nn.ReLU()),
    ("weight", nn.ReLU()),
    ("v", torch.ones(1)),
    ("v", 3),
    ("v", nn.ReLU),
    ("v", lambda x: x),
):
    try:
        net.add_module(name, value)
    except (TypeError, KeyError) as e:
        print(type(e).__name__, e)
net.add_module("v", nn.ReLU())
net.register_module("u", None)
print(net, net.u)
