import torch
from torch.autograd.functional import vjp, jvp, hvp, vhp

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
for function in (vjp, jvp):
    attempt(lambda: function(lambda x: x ** 2, x, torch.ones(3)))
    attempt(lambda: function(lambda x: x ** 2, x, (torch.ones(2), torch.ones(2))))
    attempt(lambda: function(lambda x: x ** 2, x, 3.0))
    attempt(lambda: function(lambda x, y: (x, y), (x, x), (torch.ones(2), torch.ones(1))))
    attempt(lambda: function(lambda x, y: (x, y), (x, x), torch.ones(2)))
for function in (hvp, vhp):
    attempt(lambda: function(lambda x: (x ** 2).sum(), x, torch.ones(3)))
    attempt(lambda: function(lambda x, y: (x * y).sum(), (x, x), torch.ones(2)))
    attempt(lambda: function(lambda x: (x ** 2).sum(), x, [torch.ones(2)]))
