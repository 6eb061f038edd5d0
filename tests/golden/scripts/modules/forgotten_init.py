import torch
from torch import nn


class Layer(nn.Module):
    def __init__(self):
        self.fc = nn.Identity()


class Weight(nn.Module):
    def __init__(self):
        self.w = nn.Parameter(torch.ones(1))


class Buffer(nn.Module):
    def __init__(self):
        self.register_buffer("b", torch.ones(1))


class Named(nn.Module):
    def __init__(self):
        self.register_parameter("w", None)


class Number(nn.Module):
    def __init__(self):
        self.n = 3

    def forward(self, x):
        return x * self.n


for kind in (Layer, Weight, Buffer, Named):
    try:
        kind()
    except AttributeError as e:
        print(kind.__name__, e)
late = Number()
print(late.n)
for use in (lambda: late(torch.ones(1)), lambda: list(late.parameters()), lambda: repr(late)):
    try:
        use()
    except AttributeError as e:
        print(e)
