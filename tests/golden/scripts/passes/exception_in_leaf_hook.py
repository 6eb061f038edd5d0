import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


def fail(*args):
    raise ValueError("not here")


a = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(2.0, requires_grad=True)
c = torch.tensor(3.0, requires_grad=True)
handle = b.register_hook(fail)
y = a * b * c
report("hook", lambda: y.backward())
print(a.grad, b.grad, c.grad, torch.is_grad_enabled())
handle.remove()
report("again", lambda: y.backward())
handle = b.register_post_accumulate_grad_hook(fail)
y = a * b * c
report("post", lambda: y.backward())
print(a.grad, b.grad, c.grad)
handle.remove()
y = a * b * c
y.backward()
print(a.grad, b.grad, c.grad)
