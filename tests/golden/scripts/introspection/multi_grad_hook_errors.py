import torch
from torch.autograd.graph import register_multi_grad_hook


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


a = torch.tensor([1.0, 2.0], requires_grad=True)
k = torch.ones(2)
report("mode", lambda: register_multi_grad_hook([a], print, mode="some"))
report("no grad", lambda: register_multi_grad_hook([a, k], print))
report("no grad any", lambda: register_multi_grad_hook([k], print, mode="any") is not None)


def fail(grads):
    raise ValueError("in the hook")


handle = register_multi_grad_hook([a], fail)
report("raises", lambda: (a * 2).sum().backward())
print(a.grad)
handle.remove()
handle.remove()
report("leaf and grad", lambda: register_multi_grad_hook([a], print) and None)
report("leaf in grad", lambda: torch.autograd.grad((a * 2).sum(), a))
