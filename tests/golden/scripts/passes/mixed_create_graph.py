import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x**3).sum()
(first,) = torch.autograd.grad(y, x, create_graph=True)
(plain,) = torch.autograd.grad(y, x)
print(first, plain)
report("y is gone", lambda: torch.autograd.grad(y, x))
(second,) = torch.autograd.grad(first.sum(), x, create_graph=True)
(third,) = torch.autograd.grad(second.sum(), x)
print(second, third)
report("nothing left", lambda: torch.autograd.grad(third.sum(), x))
report("second is gone", lambda: torch.autograd.grad(second.sum(), x))
