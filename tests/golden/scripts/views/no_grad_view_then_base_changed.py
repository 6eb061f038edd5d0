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
print(v, v.requires_grad, v.is_leaf, v.grad_fn)
y.mul_(2)
attempt(lambda: v * 2)
attempt(lambda: v.grad_fn)
print(v, v.requires_grad)
with torch.no_grad():
    print(v * 2)
