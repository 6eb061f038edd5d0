import torch
from torch import nn

torch.manual_seed(10)
layer = nn.LSTM(1, 2)
x = torch.tensor([[[0.5]], [[-1.0]], [[2.0]], [[1.0]]])
whole, _ = layer(x)
first, state = layer(x[:2])
second, _ = layer(x[2:], state)
print(torch.allclose(whole, torch.cat([first, second])))
second.sum().backward()
through = layer.weight_hh_l0.grad.clone()
layer.zero_grad()
_, state = layer(x[:2])
cut = tuple(s.detach() for s in state)
second, _ = layer(x[2:], cut)
second.sum().backward()
print(torch.allclose(through, layer.weight_hh_l0.grad))
print(layer.weight_hh_l0.grad.shape, cut[0].requires_grad)
