import torch
from torch import nn

torch.manual_seed(4)
layer = nn.RNN(2, 2, num_layers=2, nonlinearity="relu")
print(layer, layer.nonlinearity, layer.mode, layer.num_layers)
x = torch.ones(3, 1, 2)
out, h = layer(x, torch.ones(2, 1, 2))
print(out)
print(h)
out.sum().backward()
print([p.grad.shape for p in layer.parameters()])
print(layer.weight_ih_l1.grad)
print([[tuple(w.shape) for w in ws] for ws in layer.all_weights])
