import torch
import torch.nn.functional as F

x = torch.ones(0, 2, 3, requires_grad=True)
w = torch.ones(1, 2, 2, requires_grad=True)
y = F.conv1d(x, w)
print(y, y.shape)
y.sum().backward()
print(x.grad, w.grad)
