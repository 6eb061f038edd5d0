import torch
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

f = lambda x: (x ** 2).sum()
x = torch.tensor([1.0, 2.0])
for function in (jacobian, hessian, vjp, jvp, hvp, vhp):
    attempt(lambda: function(f, 3.0))
    attempt(lambda: function(f, [x]))
    attempt(lambda: function(f, (x, 3)))
