import torch
from torch.autograd.functional import jacobian, hessian

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
f = lambda x: x ** 2
attempt(lambda: jacobian(f, x, strategy="sideways"))
attempt(lambda: jacobian(f, x, strategy="forward-mode"))
attempt(lambda: jacobian(f, x, strategy="forward-mode", create_graph=True))
attempt(lambda: jacobian(f, x, strategy="forward-mode", vectorize=True, strict=True))
attempt(lambda: jacobian(f, x, vectorize=True, strict=True))
attempt(lambda: hessian(lambda x: f(x).sum(), x, outer_jacobian_strategy="sideways"))
attempt(lambda: hessian(lambda x: f(x).sum(), x, outer_jacobian_strategy="forward-mode"))
