from collections import namedtuple

import torch
from torch import nn

Pair = namedtuple("Pair", ["left", "right"])


class Net(nn.Module):
    def forward(self, x):
        return Pair(x * 2, x * 3)


class Lists(nn.Module):
    def forward(self, x):
        return [x * 2]


net = Net()
net.register_full_backward_hook(lambda m, gi, go: print(gi, go))
x = torch.ones(1, requires_grad=True)
out = net(x)
print(type(out).__name__, out.left.grad_fn.name())
(out.left + out.right).backward()
print(x.grad)
lists = Lists()
lists.register_full_backward_hook(lambda m, gi, go: print("called", gi, go))
out = lists(x)
print(type(out).__name__)
out[0].backward()
print(x.grad)
