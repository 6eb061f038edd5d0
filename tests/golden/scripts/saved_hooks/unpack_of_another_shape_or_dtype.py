import torch
from torch.autograd.graph import saved_tensors_hooks


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


def run(unpack):
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    w = torch.tensor([3.0, 4.0], requires_grad=True)
    with saved_tensors_hooks(lambda t: t.detach(), unpack):
        y = x * w
    y.sum().backward()
    return x.grad, w.grad


report("double", lambda: run(lambda t: t.double()))
report("half", lambda: run(lambda t: t.half()))
report("long", lambda: run(lambda t: t.long()))
report("three", lambda: run(lambda t: torch.ones(3)))
report("one", lambda: run(lambda t: t[:1]))
report("scalar", lambda: run(lambda t: t.sum()))
