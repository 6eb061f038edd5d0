import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
v, d, w = y[1:], y.detach(), y[2:][0]
v += 1
d += 1
w += 1
print(y._version, v._version, d._version, w._version, y.clone()._version)
print(y.data._version)
