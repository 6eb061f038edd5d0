import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
with torch.no_grad():
    y.mul_(10)
print(y, y.grad_fn.name(), y._version)
y.sum().backward()
print(x.grad)
