import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
v = y[2:2]
v.add_(1)
print(v, v.shape, y, y._version, y.grad_fn.name())
y.sum().backward()
print(x.grad)
