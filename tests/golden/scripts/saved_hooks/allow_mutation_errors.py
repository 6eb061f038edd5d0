import torch
from torch.autograd.graph import allow_mutation_on_saved_tensors


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
with allow_mutation_on_saved_tensors() as ctx:
    y = (x * x).sum()
    z = (x * x).sum()
    z.backward()
    print(x.grad)
report("outside", lambda: y.backward())
with allow_mutation_on_saved_tensors() as ctx:
    report("in another", lambda: y.backward())
    y = (x * x).sum()
    ctx.clear()
    report("cleared", lambda: y.backward())


def nest():
    with allow_mutation_on_saved_tensors():
        with allow_mutation_on_saved_tensors():
            return "nested"


report("nested", nest)
report("once", lambda: allow_mutation_on_saved_tensors() is not None)
h = x * 1
y = (h * h).sum()
h.mul_(2)
try:
    y.backward()
except RuntimeError as e:
    print(str(e).split(":")[0])
