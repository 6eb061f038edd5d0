import torch
from torch import nn


class Net(nn.Module):
    fc = None
    scale = 2.0

    def __init__(self):
        super().__init__()
        self.fc = nn.ReLU()
        self.scale = 3.0


net = Net()
print(net.fc, net.scale, net)


class Clash(nn.Module):
    w = None

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(1))


try:
    Clash()
except KeyError as e:
    print(e)
