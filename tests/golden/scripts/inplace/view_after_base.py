import torch
x = torch.ones(2, 2, requires_grad=True)
y = x * 2
row = y[0]
y.mul_(3)
print(row, row.grad_fn.name(), y.grad_fn.name())
row.sum().backward()
print(x.grad)
