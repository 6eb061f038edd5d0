import torch
from torch import nn


class Chain(nn.Module):
    def forward(self, x):
        return (x * 2) * 3


class Pair(nn.Module):
    def forward(self, x):
        return x * 2, x * 3


class Keyed(nn.Module):
    def forward(self, x):
        return {"out": x * 2}


class Scaled(nn.Module):
    def forward(self, x, n):
        return x * n


x = torch.ones(1, requires_grad=True)
for m, args in ((Chain(), (x,)), (Pair(), (x,)), (Keyed(), (x,)), (Scaled(), (x, 3))):
    m.register_backward_hook(lambda mod, gi, go: print(type(mod).__name__, len(gi), go))
    out = m(*args)
    while not isinstance(out, torch.Tensor):
        out = out["out"] if isinstance(out, dict) else out[0]
    out.backward()
