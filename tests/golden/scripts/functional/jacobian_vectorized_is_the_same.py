import torch
from torch.autograd.functional import jacobian

x = torch.tensor([1.0, 2.0])
y = torch.tensor([[3.0, 4.0]])
def f(x, y):
    return x * y, (x + y).sum()
print(jacobian(f, (x, y)))
print(jacobian(f, (x, y), vectorize=True))
print(jacobian(lambda x: x.prod(), x, vectorize=True))
leaf = torch.tensor([1.0, 2.0], requires_grad=True)
j = jacobian(lambda x: x ** 2, leaf, vectorize=True, create_graph=True)
print(j.requires_grad)
j.sum().backward()
print(leaf.grad)
