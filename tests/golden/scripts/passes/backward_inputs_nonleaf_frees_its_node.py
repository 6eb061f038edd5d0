import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * x
y = h + 1
y.sum().backward(inputs=[h])
print(h.grad, x.grad)
report("again", lambda: y.sum().backward())
x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * x
y = h + 1
print(torch.autograd.grad(y.sum(), h))
report("after grad", lambda: y.sum().backward())
print(x.grad)
