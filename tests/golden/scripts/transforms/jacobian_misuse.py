import torch
from torch.func import jacrev, jacfwd, hessian
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

f = lambda x: x ** 2
x = torch.tensor([1.0, 2.0])
for jacobian in (jacrev, jacfwd):
    attempt(lambda: jacobian(f)(x * 1j))
    attempt(lambda: jacobian(lambda x: x * 1j)(x))
    attempt(lambda: jacobian(lambda x: 3)(x))
    attempt(lambda: jacobian(f)(torch.tensor([1])))
    attempt(lambda: jacobian(f, argnums=1)(x))
    attempt(lambda: jacobian(f)())
    attempt(lambda: jacobian(f)(x, x))
    attempt(lambda: jacobian(f)(torch.ones(0)))
attempt(lambda: hessian(f, argnums=3)(x))
attempt(lambda: hessian(lambda x: None)(x))
