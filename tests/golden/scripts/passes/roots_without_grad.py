import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
report("integer", lambda: torch.tensor(3).backward())
report("bool", lambda: torch.tensor(True).backward())
report("detached", lambda: x.detach().sum().backward())
report("comparison", lambda: (x > 1).sum().backward())
report("argmax", lambda: x.argmax().backward())
with torch.no_grad():
    y = (x * 2).sum()
report("no_grad", lambda: y.backward())
report("vector", lambda: torch.ones(2).backward())
report("second", lambda: torch.autograd.backward([x.sum(), torch.ones(2)], [None, torch.ones(2)]))
print(x.grad)
report("integer seed", lambda: torch.autograd.backward([torch.tensor(3)], [torch.tensor(1)]))
