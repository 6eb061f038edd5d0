import torch
from torch.autograd.graph import saved_tensors_hooks


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


def run(pack, unpack):
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    c = torch.tensor([3.0, 4.0])
    with saved_tensors_hooks(pack, unpack):
        y = x * c
    y.sum().backward()
    return x.grad


def fail(value):
    raise KeyError("from the hook")


report("fine", lambda: run(lambda t: t, lambda t: t))
report("pack raises", lambda: run(fail, lambda t: t))
report("unpack raises", lambda: run(lambda t: t, fail))
report("pack returns None", lambda: run(lambda t: None, lambda t: torch.ones(2)))
report("unpack returns a number", lambda: run(lambda t: t, lambda t: 3.0))
report("unpack returns None", lambda: run(lambda t: t, lambda t: None))
report("unpack returns a list", lambda: run(lambda t: t, lambda t: t.tolist()))
report("pack in place", lambda: run(lambda t: t.mul_(2), lambda t: t))
report("pack is no function", lambda: run(1, lambda t: t))
report("unpack is no function", lambda: run(lambda t: t, 1))
report("missing", lambda: saved_tensors_hooks(lambda t: t))
