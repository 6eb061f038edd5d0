import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


from collections import OrderedDict

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
z = torch.ones(1, requires_grad=True)
y = (x * w).sum()
found = torch.autograd.grad(y, {"x": x, "w": w}, retain_graph=True)
print(type(found).__name__, found)
print(torch.autograd.grad(y, {1: x, "z": z}, allow_unused=True, retain_graph=True))
print(torch.autograd.grad(y, {"z": z}, materialize_grads=True, retain_graph=True))
report("ordered", lambda: torch.autograd.grad(y, OrderedDict(x=x)))
report("ordered", lambda: y.backward(inputs=OrderedDict(x=x)))
report("set", lambda: torch.autograd.grad(y, {x}, retain_graph=True))
report("values", lambda: torch.autograd.grad(y, {"x": x}.values()))
