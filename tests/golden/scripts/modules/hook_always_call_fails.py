import torch
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        raise ValueError("forward")


def fails(module, args, out):
    raise KeyError("hook")


net = Net()
net.register_forward_hook(fails, always_call=True)
try:
    net(torch.ones(1))
except ValueError as e:
    print(e)
