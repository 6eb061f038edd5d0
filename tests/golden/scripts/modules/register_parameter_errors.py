import torch
from torch import nn

net = nn.Linear(1, 1)
x = torch.ones(1, requires_grad=True)
for name, value in (
    (3, None),
    ("a.b", None),
    ("", None),
    ("forward", None),
    ("training", None),
    ("v", torch.ones(1)),
    ("v", 3),
    ("v", nn.ReLU()),
    ("in_features", nn.Parameter(torch.ones(1))),
):
    try:
        net.register_parameter(name, value)
    except (TypeError, KeyError, ValueError) as e:
        print(type(e).__name__, e)
net.register_parameter("v", None)
print(net.v, [k for k, _ in net.named_parameters()])
net.register_parameter("v", nn.Parameter(x * 2))
print(net.v)
