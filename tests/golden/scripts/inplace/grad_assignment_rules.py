import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

def assign(value):
    x.grad = value
    return x.grad


attempt(lambda: assign(1))
attempt(lambda: assign(torch.ones(2)))
attempt(lambda: assign(torch.ones(1, 4)))
attempt(lambda: assign(torch.ones(4, dtype=torch.float64)))
attempt(lambda: assign(x))
attempt(lambda: assign(torch.ones(4)))
attempt(lambda: assign(None))
del x.grad
print(x.grad)
