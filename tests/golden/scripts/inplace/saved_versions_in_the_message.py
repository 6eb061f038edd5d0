import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
w = y * y
y.add_(1)
y.add_(1)
attempt(lambda: w.sum().backward())
y = torch.sigmoid(x)
y[0].mul_(2)
attempt(lambda: y.sum().backward())
y = x * 1
y[0].add_(1)
w = y * y
y[1].zero_()
attempt(lambda: w.sum().backward())
