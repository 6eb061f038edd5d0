import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.raw = nn.Parameter(torch.tensor([0.0, 1.0]))

    @property
    def positive(self):
        return self.raw.exp()

    @staticmethod
    def double(x):
        return x * 2

    @classmethod
    def make(cls):
        return cls()

    def forward(self, x):
        return self.double(self.positive[0] * x)


net = Net.make()
y = net(torch.tensor(3.0))
print(y, net.positive[0])
y.backward()
print(net.raw.grad)
