import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

a = torch.zeros(3)
b = torch.arange(2.0)
a.set_(b)
b[0] = 7
print(a, a.shape, a._version, b._version)
attempt(lambda: a.set_(torch.zeros(2, dtype=torch.float64)))
a.set_()
print(a, a.shape)
a.set_(torch.arange(6.0), 1, (2, 2), (2, 1))
print(a)
