import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.arange(4.0)
attempt(lambda: x.as_strided((3, 3), (1, 1), 0))
attempt(lambda: x.as_strided((2,), (1,), 3))
attempt(lambda: x.as_strided((2, 2), (1,)))
attempt(lambda: x.as_strided((2,), (-1,)))
attempt(lambda: x.as_strided((0,), (1,)))
attempt(lambda: x.as_strided((1,), (1,), 3))
