import torch
from torch.func import vjp
x = torch.tensor([1.0, 2.0], requires_grad=True)
out, pull = vjp(lambda x: x ** 3, x)
print(out.requires_grad)
g, = pull(torch.ones(2))
print(g)
print(torch.autograd.grad(g.sum(), x))
print(torch.autograd.grad(out.sum(), x))
v = torch.ones(2, requires_grad=True)
out, pull = vjp(lambda x: x ** 3, x.detach())
g, = pull(v)
print(out, g)
g.sum().backward()
print(v.grad)
with torch.no_grad():
    print(pull(v))
same, pull = vjp(lambda x: x, x)
print(same is x, pull(torch.ones(2)))
