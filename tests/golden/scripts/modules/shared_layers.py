import torch
from torch import nn

layer = nn.Linear(1, 1, bias=False)
net = nn.Sequential(layer, layer)
net.again = layer
with torch.no_grad():
    layer.weight.fill_(3.0)
print([n for n, _ in net.named_parameters()])
print([n for n, _ in net.named_parameters(remove_duplicate=False)])
print([n for n, _ in net.named_modules()])
print([n for n, _ in net.named_modules(remove_duplicate=False)])
print([n for n, _ in net.named_children()], len(list(net.modules())))
print(list(net.state_dict()))
y = nn.Sequential(layer, layer)(torch.tensor([2.0]))
y.backward()
print(y, layer.weight.grad)
a, b = nn.Linear(1, 1), nn.Linear(1, 1)
b.weight = a.weight
print([n for n, _ in nn.ModuleList([a, b]).named_parameters()], b.weight is a.weight)
