import torch
from torch.func import grad, vjp, jacrev, jvp
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
def runs_backward(x):
    w = torch.ones(2, requires_grad=True)
    (w * 2).sum().backward()
    return (x * w.grad).sum()
def asks_for_grad(x):
    y = torch.ones(2)
    y.requires_grad_()
    return (x * y).sum()
def uses_functional(x):
    return torch.autograd.functional.jacobian(lambda z: z * 2, x).sum()
for f in (runs_backward, asks_for_grad, uses_functional):
    attempt(lambda: grad(f)(x))
    attempt(lambda: vjp(f, x))
    attempt(lambda: jacrev(f)(x))
    attempt(lambda: jvp(f, (x,), (x,)))
(x.clone().requires_grad_() * 2).sum().backward()
