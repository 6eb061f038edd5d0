import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * 2).sum()
g = torch.autograd.grad
report("empty", lambda: g(y, []))
report("empty tuple", lambda: g(y, ()))
report("empty dict", lambda: g(y, {}))
report("none", lambda: g(y, None))
report("number", lambda: g(y, 1.0))
report("numbers", lambda: g(y, [1.0]))
report("text", lambda: g(y, "x"))
report("no outputs", lambda: g(None, x))
report("output without grad", lambda: g(torch.tensor(1.0), x))
report("second output", lambda: g([y, torch.tensor(1.0)], x))
report("vector", lambda: g(x * 2, x))
report("unknown option", lambda: g(y, x, retain=True))
report("no inputs", lambda: g(y))
