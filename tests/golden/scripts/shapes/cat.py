import torch
a = torch.tensor([[1.0, 2.0]], requires_grad=True)
b = torch.tensor([[3.0, 4.0], [5.0, 6.0]], requires_grad=True)
c = torch.cat([a, b])
print(c, c.grad_fn.name())
d = torch.cat((b, b * 2), dim=1)
print(d)
(c * torch.arange(6.0).view(3, 2)).sum().backward()
d.sum().backward()
print(a.grad, b.grad)
try:
    torch.cat([a, b], dim=1)
except RuntimeError as e:
    print(e)
print(torch.cat([torch.tensor([1]), torch.tensor([0.5])]))
