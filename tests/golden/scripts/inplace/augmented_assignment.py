import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 1
same = y
y += 1
y -= x
y *= 4
y /= 2
y **= 2
y %= 3
print(y is same, y._version, y)
k = torch.tensor([5, 6])
k //= 2
k |= 8
k &= 11
k <<= 1
k >>= 2
print(k, k._version)
