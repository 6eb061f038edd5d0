import torch
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        if x.sum() < 0:
            raise ValueError("negative")
        return x


net = Net()
net.register_forward_hook(lambda m, args, out: print("always", out), always_call=True)
net.register_forward_hook(lambda m, args, out: print("only after success"))
print(net(torch.ones(1)))
try:
    net(-torch.ones(1))
except ValueError as e:
    print(e)
