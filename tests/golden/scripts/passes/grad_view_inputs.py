import torch

x = torch.arange(6.0).reshape(2, 3).requires_grad_()
row = x[0]
t = x.t()
loss = (row * 2).sum() + (t * t).sum()
print(torch.autograd.grad(loss, [row, t, x], retain_graph=True))
print(torch.autograd.grad(row.sum(), x[0], allow_unused=True))
a, b = x.unbind()
print(torch.autograd.grad((a * b).sum(), [a, b], retain_graph=True))
print(torch.autograd.grad((a * b).sum(), [b]))
e = x[1:2].expand(3, 3)
print(torch.autograd.grad((e * 2).sum(), e))
