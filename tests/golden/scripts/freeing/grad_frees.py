import torch
x = torch.tensor(2.0, requires_grad=True)
y = x ** 2
print(torch.autograd.grad(y, x))
try:
    torch.autograd.grad(y, x)
except RuntimeError as e:
    print(str(e)[:58])
y = x ** 2
print(torch.autograd.grad(y, x, retain_graph=True))
print(torch.autograd.grad(y, x, create_graph=True))
print(torch.autograd.grad(y, x))
