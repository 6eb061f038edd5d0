import torch
x = torch.arange(1.0, 5.0).reshape(2, 2).requires_grad_()
y = x * 1
y.tril_()
print(y, y.grad_fn.name())
y.sum().backward()
print(x.grad, torch.ones(2, 3).triu_(1))
