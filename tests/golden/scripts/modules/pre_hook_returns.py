import torch
from torch import nn


class Two(nn.Module):
    def forward(self, a, b=10):
        return a, b


net = Two()
h = net.register_forward_pre_hook(lambda m, args: (args[0], 5))
print(net(1))
h.remove()
h = net.register_forward_pre_hook(lambda m, args: 7)
print(net(1, 2))
h.remove()
h = net.register_forward_pre_hook(lambda m, args: [1, 2])
print(net(1, 2))
h.remove()
h = net.register_forward_pre_hook(lambda m, args: ())
try:
    net(1)
except TypeError as e:
    print(type(e).__name__)
with net.register_forward_hook(lambda m, args, out: "replaced"):
    h.remove()
    print(net(1))
print(net(1))
