import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
report("vector", lambda: (x * 2).backward())
report("matrix", lambda: torch.ones(2, 2, requires_grad=True).mul(2).backward())
report("empty", lambda: x[:0].backward())
report("one of two", lambda: torch.autograd.backward([x.sum(), x * 2]))
report("one element", lambda: x[:1].mul(2).backward())
print(x.grad)
report("1x1", lambda: x[1:].reshape(1, 1).backward())
print(x.grad)
report("1x1 shape", lambda: x[1:].reshape(1, 1).backward(torch.tensor(1.0)))
report("grad", lambda: torch.autograd.grad(x * 2, x))
report("empty with", lambda: x[:0].backward(torch.ones(0)))
print(x.grad)
