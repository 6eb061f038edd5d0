import torch
x = torch.ones(2, 3, requires_grad=True)
y = x * 1
y.fill_diagonal_(5.0)
print(y, y.grad_fn.name())
y.sum().backward()
print(x.grad)
print(torch.zeros(5, 2).fill_diagonal_(1.0), torch.zeros(5, 2).fill_diagonal_(1.0, wrap=True))
