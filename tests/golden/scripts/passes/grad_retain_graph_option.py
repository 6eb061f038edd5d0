import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * x).sum()
print(torch.autograd.grad(y, x, retain_graph=True))
print(torch.autograd.grad(y, x, retain_graph=None, create_graph=True))
print(torch.autograd.grad(y, x, create_graph=True, retain_graph=False))
report("freed", lambda: torch.autograd.grad(y, x))
y = (x * x).sum()
report("text", lambda: torch.autograd.grad(y, x, retain_graph="yes"))
report("float", lambda: y.backward(retain_graph=1.5))
print(torch.autograd.grad(y, x, retain_graph=1))
print(torch.autograd.grad(y, x, retain_graph=0))
report("gone", lambda: y.backward())
