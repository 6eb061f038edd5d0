import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 2
a, b, c, d = torch.autograd.grad((h * h).sum(), [x, h, x, h])
print(a, b, c, d)
print(a is c, b is d, a is b)
a, b = torch.autograd.grad((x * x).sum(), [x, x], create_graph=True)
print(a, b, a is b)
a.sum().backward()
print(x.grad)
