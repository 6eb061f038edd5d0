import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.ones(3, requires_grad=True)
x.data = torch.zeros(2, 2)
print(x, x.shape, x._version, x.is_leaf)
x.data = torch.zeros(2, dtype=torch.float64)
print(x.dtype)


def assign(value):
    x.data = value


attempt(lambda: assign(torch.zeros(2, dtype=torch.int64)))
attempt(lambda: assign([1.0]))
