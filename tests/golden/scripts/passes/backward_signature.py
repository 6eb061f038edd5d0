import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
report("unknown", lambda: x.sum().backward(nope=1))
report("too many", lambda: x.sum().backward(None, None, None, None, None))
report("positional", lambda: (x * x).sum().backward(None, True, False, [x]))
print(x.grad)
report("value", lambda: x.sum().backward())
report("gradient=", lambda: (x * 2).backward(gradient=torch.tensor([1.0, 2.0])))
print(x.grad)
report("number", lambda: x.sum().backward(2.0))
report("list", lambda: x.sum().backward([torch.tensor(2.0)]))
print(x.grad)
report("grad_tensors", lambda: torch.autograd.backward(tensors=x.sum(), grad_tensors=None))
