import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.ones(2, requires_grad=True)
y = x * 2
y.set_(torch.zeros(2))
print(y, y.grad_fn.name())
attempt(lambda: y.sum().backward())
attempt(lambda: x.set_(torch.zeros(2)))
