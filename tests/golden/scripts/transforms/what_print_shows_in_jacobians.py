import torch
from torch.func import jacrev, jacfwd, jvp
def f(x):
    print(x)
    print(x * 2)
    return x * x
x = torch.tensor([1.0, 2.0])
print(jacrev(f)(x))
print(jacfwd(f)(x))
print(jvp(f, (x,), (x,)))
