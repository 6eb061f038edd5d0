import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.ones(3, requires_grad=True)
y = x * 2
with torch.no_grad():
    v = y[:2]
attempt(lambda: v.mul_(2))
attempt(lambda: v[0].mul_(2))
with torch.no_grad():
    v.mul_(5)
print(y, y._version)
