import torch
from torch import nn

torch.manual_seed(0)
layer = nn.LSTM(2, 2)
x = torch.tensor([[[1.0, -1.0]], [[0.5, 2.0]]], requires_grad=True)
out, (h, c) = layer(x)
print(out)
print(h, c)
print(out.grad_fn.name(), h.grad_fn.name())
(out.sum() + c.sum()).backward()
print(x.grad)
for name, p in layer.named_parameters():
    print(name, p.grad)
