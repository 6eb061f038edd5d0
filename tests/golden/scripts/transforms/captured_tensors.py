import torch
from torch.func import grad, vjp
w = torch.tensor(3.0, requires_grad=True)
x = torch.tensor([1.0, 2.0])
g = grad(lambda x: (w * x * x).sum())(x)
print(g)
g.sum().backward()
print(w.grad)
out, pull = vjp(lambda x: w * x * x, x)
print(out)
print(pull(torch.ones(2)))
fixed = torch.tensor(2.0)
print(grad(lambda x: (fixed * x).sum())(x))
