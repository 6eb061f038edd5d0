import torch
x = torch.tensor(2.0, requires_grad=True)
y = x ** 2
y.retain_grad()
z = y * 2
torch.autograd.grad(z, x, retain_graph=True)
print(x.grad, y.grad)
z.backward()
print(x.grad, y.grad)
