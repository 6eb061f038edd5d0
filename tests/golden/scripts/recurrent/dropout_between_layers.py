import torch
from torch import nn

torch.manual_seed(7)
layer = nn.GRU(2, 4, num_layers=2, dropout=0.5)
x = torch.ones(2, 1, 2)
out, _ = layer(x)
print(out)
again, _ = layer(x)
print(torch.equal(out, again))
layer.eval()
print(torch.equal(layer(x)[0], layer(x)[0]))
print(layer)
