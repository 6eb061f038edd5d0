import torch
a = torch.tensor([[1.0], [2.0]], requires_grad=True)
b = a.expand(2, 3)
print(b, b.shape)
(b * torch.arange(6.0).view(2, 3)).sum().backward()
print(a.grad)
c = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
d = c.expand(2, -1)
d.sum().backward()
print(c.grad, d.shape)
print(torch.tensor(5.0).expand(2, 2))
e = a.expand_as(torch.zeros(2, 4))
print(e.shape, e.grad_fn.name())
try:
    c.expand(2, 4)
except RuntimeError as err:
    print(err)
