import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.ones(3, requires_grad=True)
attempt(lambda: x.resize_(2))
attempt(lambda: (x * 1).resize_(2))
b = torch.arange(4.0)
print(b.resize_(2), b._version)
print(b.resize_(2, 2), b._version)
print(b.resize_(2, 2)._version)
print(b.resize_as_(torch.zeros(3)))
print(b.resize_(2, 4).shape, b[0])
