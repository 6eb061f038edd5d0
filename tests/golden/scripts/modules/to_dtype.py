import torch
from torch import nn

net = nn.BatchNorm1d(2)
weight = net.weight
print(net.to(torch.float64) is net, net.weight is weight)
print(net.weight, net.running_mean, net.num_batches_tracked)
print(net.half().weight.dtype, net.float().running_var.dtype, net.double().bias.dtype)
print(net.to(torch.ones(1)).weight.dtype, net.to("cpu").weight.dtype, net.cpu().weight.dtype)
print(net.to(dtype=torch.float64).weight.dtype, net.to("cpu", torch.float32).weight.dtype)
net.type(torch.float64)
print(net.weight.dtype, net.num_batches_tracked)
try:
    net.to(torch.int64)
except TypeError as e:
    print(e)
