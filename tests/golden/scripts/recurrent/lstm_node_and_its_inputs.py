import torch
from torch import nn

torch.manual_seed(1)
layer = nn.LSTM(1, 2)
out, (h, c) = layer(torch.ones(2, 1, 1))
print([None if n is None else n.name() for n, _ in out.grad_fn.next_functions])
print(h.grad_fn.next_functions[0][1], c.grad_fn.next_functions[0][1])
out.sum().backward(retain_graph=True)
first = layer.weight_hh_l0.grad.clone()
out.sum().backward()
print(torch.allclose(layer.weight_hh_l0.grad, 2 * first))
try:
    out.sum().backward()
except RuntimeError as e:
    print(str(e)[:60])
double = nn.LSTM(1, 2, dtype=torch.float64)
print(double(torch.ones(2, 1, 1, dtype=torch.float64))[0].grad_fn.name())
with torch.no_grad():
    print(layer(torch.ones(2, 1, 1))[0])
