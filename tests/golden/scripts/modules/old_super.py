import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, width):
        super(Net, self).__init__()
        self.scale = nn.Parameter(torch.full((width,), 2.0))

    def forward(self, x):
        return x * self.scale


print(Net(2)(torch.ones(2)))
print(Net(width=1))
