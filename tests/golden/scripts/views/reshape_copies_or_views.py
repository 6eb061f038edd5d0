import torch
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)

y = x * 1
a = y.reshape(6)
b = y.t().reshape(6)
print(a._base is y, b._base is y)
a.add_(1)
b.mul_(2)
print(y, b)
y.sum().backward()
print(x.grad)
