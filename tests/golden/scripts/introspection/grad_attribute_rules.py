import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
print(x.grad)


def put(value):
    x.grad = value
    return x.grad


report("shape", lambda: put(torch.ones(3)))
report("dtype", lambda: put(torch.ones(2, dtype=torch.float64)))
report("integer", lambda: put(torch.ones(2, dtype=torch.int64)))
report("number", lambda: put(1.0))
report("itself", lambda: put(x))
report("list", lambda: put([1.0, 2.0]))
report("fine", lambda: put(torch.ones(2)))
report("view", lambda: put(torch.ones(2, 2)[0]))
report("none", lambda: put(None))
k = torch.ones(2)
k.grad = torch.zeros(2)
print(k.grad, k.requires_grad)
y = x * 2
y.grad = torch.ones(2)
print(y.grad)
y.sum().backward()
print(x.grad, y.grad)
