import torch
from torch import nn

torch.manual_seed(0)
layer = nn.RNN(2, 3)
print(layer)
print([(name, tuple(p.shape)) for name, p in layer.named_parameters()])
x = torch.tensor([[[1.0, -1.0]], [[0.5, 2.0]], [[0.0, 1.0]]])
out, h = layer(x)
print(out)
print(h)
print(torch.equal(out[-1], h[0]), out.shape, h.shape)
(out * out).sum().backward()
for name, p in layer.named_parameters():
    print(name, p.grad)
