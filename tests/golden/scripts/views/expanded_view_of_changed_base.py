import torch
x = torch.tensor([[1.0], [2.0]], requires_grad=True)
y = x * 1
v = y.expand(2, 3)
y.mul_(2)
print(v, v.grad_fn.name())
(v * torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])).sum().backward()
print(x.grad)
