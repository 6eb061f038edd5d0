import torch
x = torch.tensor(2.0, requires_grad=True)
y = torch.tensor(3.0, requires_grad=True)
z = x ** 2 * y
print(torch.autograd.grad(z, [x, y], retain_graph=True))
gx, gy = torch.autograd.grad(z, (x, y))
print(gx, gy, x.grad, y.grad)
from torch.autograd import grad
print(grad(x * y, y)[0])
