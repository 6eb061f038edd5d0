import torch
import torch.nn.functional as F

x = torch.tensor([[1.0, 2.0, 4.0], [0.0, 0.0, 0.0]], requires_grad=True)
t = torch.tensor([[1.0, 1.0, 1.0], [2.0, 0.0, 1.0]])
for loss in (F.mse_loss, F.l1_loss, F.smooth_l1_loss, F.huber_loss):
    y = torch.vmap(loss)(x, t)
    print(y, torch.autograd.grad(y.sum(), x)[0])
classes = torch.tensor([2, 0])
y = torch.vmap(F.nll_loss)(x, classes)
print(y.detach(), torch.autograd.grad(y.sum(), x)[0])
y = torch.vmap(F.cross_entropy)(x * 0, classes)
print((y / y[0]).detach())
y = torch.vmap(lambda a, b: F.mse_loss(a, b, reduction="sum"))(x, t)
print(y.detach())
y = torch.vmap(lambda a: F.nll_loss(torch.stack([a, a]), torch.tensor([1, 2]), reduction="none"))(x)
print(y.detach())
