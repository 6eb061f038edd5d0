import torch
import torch.nn.functional as F

x = torch.arange(16.0).reshape(1, 1, 4, 4).requires_grad_()
y = F.avg_pool2d(x, 2)
print(y, y.grad_fn.name())
(g,) = torch.autograd.grad(y.pow(2).sum(), x, create_graph=True)
print(g.detach())
print(torch.autograd.grad(g.sum(), x)[0])
print(F.avg_pool3d(x.detach().view(1, 1, 2, 2, 4), 2))
