import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
v = y[:2]
w = v * v
y.add_(1)
attempt(lambda: w.sum().backward())
y = x * 1
v = y[:2]
v.exp_()
y.add_(1)
attempt(lambda: y.sum().backward())
