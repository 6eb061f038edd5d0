import torch
import torch.nn.functional as F

x = torch.tensor([1.0, 2.0, 4.0], dtype=torch.float64, requires_grad=True)
y = F.layer_norm(x, (3,), eps=0.5)
print(y, y.grad_fn.name())
(g,) = torch.autograd.grad(y[0], x, create_graph=True)
print(g.detach(), g.requires_grad)
print(torch.autograd.grad(g.pow(2).sum(), x)[0])
