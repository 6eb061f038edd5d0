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
z = v * 3
print(z.requires_grad, z.grad_fn.next_functions)
z.sum().backward()
print(x.grad)
attempt(lambda: v.sum().backward())
attempt(lambda: v[0].backward())
with torch.no_grad():
    w = y[0]
attempt(lambda: w.backward())
attempt(lambda: torch.autograd.grad(y.sum(), v))
