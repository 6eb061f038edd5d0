import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2))
        self.child = nn.Identity()
        self.register_buffer("b", torch.zeros(1))


net = Net()
for name, value in (
    ("w", torch.ones(2)),
    ("w", 3.0),
    ("w", nn.Identity()),
    ("child", torch.ones(1)),
    ("child", "text"),
    ("b", 1.5),
    ("b", [1]),
    ("w", torch.ones(2, dtype=torch.float64)),
):
    try:
        setattr(net, name, value)
    except TypeError as e:
        print(e)
net.w = None
net.child = None
net.b = None
print(net.w, net.child, net.b, net)
net.w = nn.Parameter(torch.zeros(1))
print(net.w, list(net.state_dict()))
