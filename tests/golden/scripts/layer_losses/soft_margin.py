import torch
import torch.nn.functional as F

x = torch.tensor([0.0, 0.0], requires_grad=True)
y = torch.tensor([1.0, -1.0])
loss = F.soft_margin_loss(x, y)
print(loss)
(g,) = torch.autograd.grad(loss, x, create_graph=True)
print(g.detach())
print(torch.autograd.grad(g[0], x)[0])
try:
    F.soft_margin_loss(x, y.requires_grad_())
except RuntimeError as e:
    print(e)
