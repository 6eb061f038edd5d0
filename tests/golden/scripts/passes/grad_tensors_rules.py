import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)


def back(*args):
    x.grad = None
    torch.autograd.backward(*args)
    return x.grad


report("none for scalar", lambda: back([(x * 2).sum()], [None]))
report("tensor", lambda: back(x * 2, torch.tensor([1.0, 10.0])))
report("too few", lambda: back([x.sum(), x.sum()], [torch.tensor(1.0)]))
report("too many", lambda: back([x.sum()], [torch.tensor(2.0), torch.tensor(3.0)]))
report("shape", lambda: back(x * 2, torch.ones(3)))
report("shape that broadcasts", lambda: back(x * 2, torch.ones(1)))
report("0-d for a vector", lambda: back(x * 2, torch.tensor(1.0)))
report("vector for 0-d", lambda: back(x.sum(), torch.ones(1)))
report("number", lambda: back(x * 2, 1.0))
report("numbers", lambda: back(x * 2, [1.0]))
report("list of numbers", lambda: back([x.sum()], [2]))
report("vector without", lambda: back(x * 2))
report("vector with none", lambda: back([x * 2], [None]))
