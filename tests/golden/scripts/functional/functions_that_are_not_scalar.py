import torch
from torch.autograd.functional import hessian, hvp, vhp

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
for function in (hessian, hvp, vhp):
    more = () if function is hessian else (x,)
    attempt(lambda: function(lambda x: x ** 2, x, *more))
    attempt(lambda: function(lambda x: (x.sum(), x.sum()), x, *more))
    attempt(lambda: function(lambda x: (x.sum(),), x, *more))
    attempt(lambda: function(lambda x: (x ** 2).sum().reshape(1, 1), x, *more))
