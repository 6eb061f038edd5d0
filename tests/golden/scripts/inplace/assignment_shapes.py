import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

y = torch.zeros(2, 3)


def assign(value):
    y[0] = value
    return y


attempt(lambda: assign(torch.tensor([1.0, 2.0, 3.0])))
attempt(lambda: assign(torch.tensor([[[4.0]]])))
attempt(lambda: assign(torch.ones(2)))
attempt(lambda: assign(torch.ones(2, 3)))
attempt(lambda: assign(torch.ones(1, 3, 1)))
