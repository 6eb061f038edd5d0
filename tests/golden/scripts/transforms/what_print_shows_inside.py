import torch
from torch.func import grad
x = torch.tensor([1.0, 2.0])
def f(x):
    y = x * 2
    print(x)
    print(y)
    print(y.sum(), [y[0]])
    return y.sum()
print(grad(f)(x))
def g(x):
    print("outer", x)
    return grad(lambda y: (print("inner", y, x, x * y), (x * y).sum())[1])(x).sum()
print(grad(g)(x))
