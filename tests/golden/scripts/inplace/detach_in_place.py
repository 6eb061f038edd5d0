import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 2
y.retain_grad()
z = y * 3
y.detach_()
print(y.requires_grad, y.is_leaf, y.grad_fn, y._version)
z.sum().backward()
print(x.grad)
attempt(lambda: (y * 2).sum().backward())
x.detach_()
print(x.requires_grad)
