import torch
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)

y = x * 1
a = y[1:]
b = a[:, ::2]
b.mul_(10)
print(y)
print(a.grad_fn.name(), b.grad_fn.name(), y.grad_fn.name())
y.sum().backward()
print(x.grad)
