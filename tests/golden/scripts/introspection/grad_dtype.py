import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


def leaf(dtype):
    x = torch.ones(2, requires_grad=True)
    x.grad_dtype = dtype
    return x


def put(x, value):
    x.grad = value
    return x.grad


def change(x, dtype):
    x.grad_dtype = dtype
    return x.grad_dtype


x = torch.ones(2, requires_grad=True)
print(x.grad_dtype, torch.ones(2).grad_dtype, torch.tensor(1).grad_dtype)
x.grad_dtype = torch.float64
x.register_hook(lambda g: print("hook", g.dtype))
(x * 2).sum().backward()
(x * 3).sum().backward()
print(x.grad, x.grad_dtype)
print(torch.autograd.grad((x * 2).sum(), x))
report("matching", lambda: put(leaf(torch.float16), torch.ones(2, dtype=torch.float16)))
report("not matching", lambda: put(leaf(torch.float16), torch.ones(2)))
report("any", lambda: put(leaf(None), torch.ones(2, dtype=torch.float64)))
report("any", lambda: change(leaf(None), None))
report("nonleaf", lambda: (x * 2).grad_dtype)
report("set nonleaf", lambda: change(x * 2, torch.float64))
report("text", lambda: change(leaf(None), "float"))
report("with a gradient", lambda: change(x, torch.float32))
report("back", lambda: put(x, None))
report("back", lambda: change(x, torch.float32))
y = leaf(None)
(y * 2).sum().backward()
print(y.grad)
