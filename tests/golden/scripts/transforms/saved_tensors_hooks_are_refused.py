import torch
from torch.func import grad, jacrev
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
def packs(x):
    with torch.autograd.graph.saved_tensors_hooks(lambda t: t, lambda t: t):
        return (x * x).sum()
attempt(lambda: grad(packs)(x))
attempt(lambda: jacrev(packs)(x))
with torch.autograd.graph.saved_tensors_hooks(lambda t: t, lambda t: t):
    attempt(lambda: grad(lambda x: (x * x).sum())(x))
print(packs(x))
