import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

d = x.data
print(d.requires_grad, d._version, d is x.data)
d.mul_(2)
print(x, x._version)
y = x * x
x.data.add_(1)
y.sum().backward()
print(x.grad)
