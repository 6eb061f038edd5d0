import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 1), nn.BatchNorm1d(1), nn.ReLU())
with torch.no_grad():
    net[0].weight.copy_(torch.tensor([[1.0, 2.0]]))
    net[0].bias.zero_()
state = net.state_dict()
print(type(state).__name__)
for name, value in state.items():
    print(name, value, value.requires_grad, type(value).__name__)
kept = net.state_dict(keep_vars=True)
print(kept["0.weight"] is net[0].weight, kept["0.weight"].requires_grad)
print(list(net.state_dict(prefix="net.")))
mine = {"here": 1}
print(net.state_dict(destination=mine) is mine, list(mine))
with torch.no_grad():
    net[0].bias.fill_(7.0)
print(state["0.bias"])
