import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
shared = x * x
a = (shared * 2).sum()
b = (shared + 1).sum()
a.backward()
print(x.grad)
report("shared is gone", lambda: b.backward())
print(x.grad)
k = x + 2
a = (k - 1).sum()
b = (-k).sum()
a.backward()
b.backward()
print(x.grad)
report("linear again", lambda: a.backward())
print(x.grad)
