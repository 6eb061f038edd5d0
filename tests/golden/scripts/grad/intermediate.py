import torch
x = torch.tensor(2.0, requires_grad=True)
a = x ** 2
b = a * 3
c = b + a
print(torch.autograd.grad(c, [a, b, x], retain_graph=True))
print(torch.autograd.grad(c, c, retain_graph=True))
print(torch.autograd.grad(b, a))
