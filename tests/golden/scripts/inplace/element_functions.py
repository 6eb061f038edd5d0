import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

b = torch.tensor([1.0, 2.0])
print(b.apply_(lambda v: v * 10), b.map_(torch.tensor([1.0, 2.0]), lambda p, q: p + q), b._version)
x = torch.ones(2, requires_grad=True)
attempt(lambda: x.apply_(lambda v: v))
attempt(lambda: b.map_(x, lambda p, q: p))
