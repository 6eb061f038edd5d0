import torch
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
v = torch.tensor(5.0, requires_grad=True)
y = x * 2
y[0] = v
y[2] = 0
print(y, y.grad_fn.name())
(y * torch.tensor([1.0, 10.0, 100.0])).sum().backward()
print(x.grad, v.grad)
