import torch
y = torch.ones(3)
v = y[:2]
y.data = torch.zeros(3)
v.add_(1)
print(y, v, v._base is y, y._version, v._version)
