import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

def change(y, other):
    y += other
    return y


attempt(lambda: change(torch.ones(2), torch.ones(3)))
attempt(lambda: change(torch.ones(2), torch.ones(2, 2)))
attempt(lambda: change(torch.ones(2, dtype=torch.int64), 0.5))
attempt(lambda: change(torch.ones(2), 1j))
attempt(lambda: change(torch.ones(2, dtype=torch.bool), True))
attempt(lambda: change(torch.ones(2), torch.ones(2, dtype=torch.float64)))
attempt(lambda: change(3, torch.ones(2)))
