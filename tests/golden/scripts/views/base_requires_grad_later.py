import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

b = torch.zeros(3)
v = b[:2]
b.requires_grad_()
print(v.requires_grad, v.is_leaf, v.grad_fn)
z = v * 2
z.sum().backward()
print(b.grad)
attempt(lambda: v.mul_(2))
b.requires_grad_(False)
print(v.requires_grad)
