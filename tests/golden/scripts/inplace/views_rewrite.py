import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
y = x * 1
v = y[1:3]
v *= 10
print(y, v)
print(y.grad_fn.name(), v.grad_fn.name())
y.sum().backward()
print(x.grad)
