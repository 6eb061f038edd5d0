import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
g = torch.ones(2, requires_grad=True)
x.grad = g
report("leaf grad", lambda: (x * 2).sum().backward())
print(x.grad, x.grad is g, g.grad)
x.grad = g * 3
report("nonleaf grad", lambda: (x * 2).sum().backward())
print(x.grad)
x.grad.sum().backward()
print(g.grad)
