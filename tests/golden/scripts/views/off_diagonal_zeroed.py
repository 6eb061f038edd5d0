import torch
x = torch.arange(9.0).reshape(3, 3).requires_grad_()
y = x + 1
y.diagonal(1).zero_()
y.diagonal(-1).fill_(5.0)
print(y)
y.pow(2).sum().backward()
print(x.grad)
