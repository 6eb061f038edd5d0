import torch
from torch import nn

net = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))
with torch.no_grad():
    for p in net.parameters():
        p.fill_(2.0)
net[0].requires_grad_(False)
print([p.requires_grad for p in net.parameters()])
y = net(torch.tensor([1.0]))
print(y)
y.backward()
print([p.grad for p in net.parameters()])
net.requires_grad_()
print([p.requires_grad for p in net.parameters()])
print(net.requires_grad_(False)(torch.tensor([1.0])))
