import torch
x = torch.tensor(3.0, requires_grad=True)
y = x ** 2
y.register_hook(lambda g: print('y hook', g))
x.register_hook(lambda g: print('x hook', g))
z = y * 2
print(torch.autograd.grad(z, x, retain_graph=True))
print(torch.autograd.grad(z, y))
print(x.grad)
