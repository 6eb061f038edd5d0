import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


class Fail(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        raise ZeroDivisionError("in backward")


x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
y = (Fail.apply(x * x) * w).sum()
report("backward", lambda: y.backward())
print(x.grad, w.grad)
report("grad", lambda: torch.autograd.grad(y, w))
y = (Fail.apply(x * x) * w).sum()
print(torch.autograd.grad(y, w))
report("create_graph", lambda: (Fail.apply(x * x) * w).sum().backward(create_graph=True))
print(x.grad, torch.is_grad_enabled())
