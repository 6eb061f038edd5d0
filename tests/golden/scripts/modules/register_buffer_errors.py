import torch
from torch import nn

net = nn.Linear(1, 1)
for name, value in (
    (3, None),
    ("a.b", None),
    ("", None),
    ("weight", torch.ones(1)),
    ("v", 3),
    ("v", nn.ReLU()),
    ("v", [1.0]),
):
    try:
        net.register_buffer(name, value)
    except (TypeError, KeyError) as e:
        print(type(e).__name__, e)
net.register_buffer("v", None)
print(net.v, list(net.buffers()))
net.register_buffer("v", torch.ones(1))
net.register_buffer("v", torch.zeros(2))
print(net.v)
