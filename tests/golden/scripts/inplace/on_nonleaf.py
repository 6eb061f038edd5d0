import torch
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x * 2
y += 1
y *= 3
print(y, y.grad_fn.name(), y._version)
y.sum().backward()
print(x.grad)
