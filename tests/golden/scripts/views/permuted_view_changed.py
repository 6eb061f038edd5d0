import torch
x = torch.arange(8.0).reshape(2, 2, 2).requires_grad_()
y = x * 1
v = y.permute(2, 0, 1)
v[0] *= 3
print(y, v.grad_fn.name(), v.shape)
y.sum().backward()
print(x.grad)
