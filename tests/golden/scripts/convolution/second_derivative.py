import torch
import torch.nn.functional as F

x = torch.tensor([[[1.0, 2.0, 3.0]]], requires_grad=True)
w = torch.tensor([[[2.0, -1.0]]], requires_grad=True)
y = F.conv1d(x, w).pow(3).sum()
gx, gw = torch.autograd.grad(y, (x, w), create_graph=True)
print(gx.detach(), gw.detach(), gx.requires_grad)
penalty = gx.pow(2).sum() + gw.sum()
print(torch.autograd.grad(penalty, (x, w)))
z = F.conv_transpose1d(x, w).pow(2).sum()
(gx,) = torch.autograd.grad(z, x, create_graph=True)
print(torch.autograd.grad(gx.pow(2).sum(), (x, w)))
