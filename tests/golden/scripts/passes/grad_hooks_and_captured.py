import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 2
h.register_hook(lambda g: g * 10)
x.register_hook(lambda g: g + 1)
y = (h * h).sum()
print(torch.autograd.grad(y, [h], retain_graph=True))
print(torch.autograd.grad(y, [h, x], retain_graph=True))
print(torch.autograd.grad(y, [x], retain_graph=True))
y.register_hook(lambda g: g * 5)
print(torch.autograd.grad(y, [y], retain_graph=True))
print(torch.autograd.grad(y, [y, x], retain_graph=True))
y.backward()
print(x.grad)
