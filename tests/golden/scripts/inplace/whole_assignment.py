import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
y[...] = 5.0
print(y.grad_fn.name())
y = x * 1
y[:] = torch.ones(4)
print(y.grad_fn.name())
y[None] = torch.ones(1, 4)
print(y.grad_fn.name())


def assign(value):
    x[...] = value


attempt(lambda: assign(1.0))
