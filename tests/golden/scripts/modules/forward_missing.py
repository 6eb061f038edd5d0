import torch
from torch import nn


class Empty(nn.Module):
    pass


try:
    Empty()(torch.ones(1))
except NotImplementedError as e:
    print(e)
try:
    nn.Module()(1, 2)
except NotImplementedError as e:
    print(e)
try:
    nn.ModuleList([nn.Identity()])(torch.ones(1))
except NotImplementedError as e:
    print(e)
try:
    nn.ModuleDict()(torch.ones(1))
except NotImplementedError as e:
    print(e)
