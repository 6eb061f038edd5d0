import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
h = x * w
y = (h * h).sum()


def fail(grad):
    raise ValueError("no more")


handle = h.register_hook(fail)
report("first", lambda: y.backward())
print(x.grad, w.grad)
handle.remove()
report("second", lambda: y.backward())
print(x.grad, w.grad)
h = x * w
y = (h * h).sum()
handle = h.register_hook(fail)
report("kept", lambda: y.backward(retain_graph=True))
handle.remove()
report("then", lambda: y.backward())
print(x.grad, w.grad)
