import torch
from torch import nn

layers = nn.ModuleList([nn.Linear(1, 1, bias=False) for _ in range(3)])
for i, layer in enumerate(layers):
    nn.init.constant_(layer.weight, i + 1.0)
x = torch.tensor([2.0])
for layer in layers:
    x = layer(x)
print(x, len(layers), [n for n, _ in layers.named_parameters()])
layers.append(nn.ReLU())
layers.insert(0, nn.Tanh())
layers.extend([nn.Sigmoid(), nn.Identity()])
print(layers)
print(layers[1:3], layers[-1], layers.pop(0), len(layers))
layers[0] = nn.ReLU()
del layers[1]
print(layers, nn.ReLU() in layers, layers[0] in layers)
print(nn.ModuleList([nn.ReLU()]) + nn.ModuleList([nn.Tanh()]))
layers += [nn.Tanh()]
print(len(layers), nn.ModuleList(), nn.ModuleList(nn.Sequential(nn.ReLU())))
for use in (
    lambda: layers[9],
    lambda: layers[-9],
    lambda: layers.append(3),
    lambda: layers.extend(3),
):
    try:
        use()
    except (IndexError, TypeError) as e:
        print(type(e).__name__, e)
