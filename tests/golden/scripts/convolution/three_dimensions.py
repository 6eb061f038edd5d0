import torch
import torch.nn.functional as F

x = torch.arange(8.0).reshape(1, 1, 2, 2, 2).requires_grad_()
w = torch.ones(1, 1, 2, 1, 2, requires_grad=True)
y = F.conv3d(x, w, torch.zeros(1))
print(y, y.shape)
y.pow(2).sum().backward()
print(x.grad.flatten(), w.grad.flatten())
print(F.conv_transpose3d(y.detach(), w.detach()).flatten())
