import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.ones(3, requires_grad=True)
y = x * 1
with torch.inference_mode():
    v = y[:2]
attempt(lambda: v.mul_(2))
y.mul_(2)
attempt(lambda: v * 2)
