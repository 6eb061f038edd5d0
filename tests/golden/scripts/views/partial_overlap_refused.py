import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.arange(4.0)
attempt(lambda: x[1:].add_(x[:-1]))
attempt(lambda: x[1:].copy_(x[:-1]))
attempt(lambda: x[:2].add_(x[:2]))
attempt(lambda: x[:2].add_(x[2:]))
attempt(lambda: x.add_(x[0]))
m = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
attempt(lambda: m.add_(m.t()))
attempt(lambda: m.add_(m))
print(x, m)
