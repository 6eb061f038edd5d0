import torch
from torch.func import grad, jacrev
x = torch.tensor([1.0, 2.0])
def slope(x):
    return torch.autograd.grad((x ** 3).sum(), x, create_graph=True)[0]
print(grad(lambda x: slope(x).sum())(x))
print(jacrev(slope)(x))
