import torch
from torch import nn

x = torch.tensor([-1.0, 2.0], requires_grad=True)
h = x * 3
y = nn.ReLU(inplace=True)(h)
print(y is h, h, h._version)
y.sum().backward()
print(x.grad)
h = x.sigmoid()
nn.ReLU(inplace=True)(h)
try:
    h.sum().backward()
except RuntimeError as e:
    print(str(e).split(":")[0])
