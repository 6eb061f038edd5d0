import torch
from torch import nn


class Net(nn.Module):
    def forward(self, x, *, scale=1):
        return x * scale


net = Net()


def before(module, args, kwargs):
    print("before", args, kwargs)
    return (args[0] + 1,), {"scale": 3}


def after(module, args, kwargs, out):
    print("after", args, kwargs, out)


a = net.register_forward_pre_hook(before, with_kwargs=True)
b = net.register_forward_hook(after, with_kwargs=True)
print(net(torch.ones(1), scale=2))
a.remove()
net.register_forward_hook(lambda m, args, out: print("plain", args))
print(net(torch.ones(1), scale=2))
net.register_forward_pre_hook(lambda m, args, kwargs: args, with_kwargs=True)
try:
    net(torch.ones(1))
except RuntimeError as e:
    print(e)
