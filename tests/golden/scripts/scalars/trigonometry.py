import torch
x = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
for f in [torch.sin, torch.cos, torch.tan, torch.asin, torch.acos, torch.atan, torch.sinh, torch.cosh, torch.tanh, torch.asinh, torch.atanh]:
    y = f(x)
    g, = torch.autograd.grad(y, x)
    print(y, g)
z = torch.tensor(1.5, dtype=torch.float64, requires_grad=True)
y = torch.acosh(z)
y.backward()
print(y, z.grad)
a = torch.tensor([1.0, -1.0, 0.5], dtype=torch.float64, requires_grad=True)
b = torch.tensor([2.0, 0.5, -3.0], dtype=torch.float64, requires_grad=True)
torch.atan2(a, b).sum().backward()
print(a.grad, b.grad)
