import torch
from torch import nn

torch.manual_seed(8)
layer = nn.LSTM(2, 3, proj_size=2, dtype=torch.float64)
print(layer)
print([(name, tuple(p.shape)) for name, p in layer.named_parameters()])
out, (h, c) = layer(torch.ones(2, 1, 2, dtype=torch.float64))
print(out.shape, h.shape, c.shape)
print(out)
out.sum().backward()
print(layer.weight_hr_l0.grad)
for size in [3, -1]:
    try:
        nn.LSTM(2, 3, proj_size=size)
    except ValueError as e:
        print(e)
try:
    nn.GRU(2, 3, proj_size=1)
except ValueError as e:
    print(e)
