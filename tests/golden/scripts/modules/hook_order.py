import torch
from torch import nn

m = nn.Identity()
for name in ("a", "b"):
    m.register_forward_hook(lambda mod, args, out, name=name: print("after", name))
    m.register_forward_pre_hook(lambda mod, args, name=name: print("before", name))
m.register_forward_hook(lambda mod, args, out: print("after first"), prepend=True)
m.register_forward_pre_hook(lambda mod, args: print("before first"), prepend=True)
m(torch.ones(1))
net = nn.Sequential(m, nn.Identity())
net.register_forward_hook(lambda mod, args, out: print("net"))
net[1].register_forward_hook(lambda mod, args, out: print("second"))
net(torch.ones(1))
