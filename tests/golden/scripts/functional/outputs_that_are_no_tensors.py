import torch
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
for function in (jacobian, hessian, vjp, jvp, hvp, vhp):
    attempt(lambda: function(lambda x: 3.0, x, x) if function not in (jacobian, hessian) else function(lambda x: 3.0, x))
    attempt(lambda: function(lambda x: (x, "a"), x, x) if function not in (jacobian, hessian) else function(lambda x: (x, "a"), x))
    attempt(lambda: function(lambda x: [x], x, x) if function not in (jacobian, hessian) else function(lambda x: [x], x))
