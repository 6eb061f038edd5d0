import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

b = torch.ones(3)
v = b[:2]
v.requires_grad_()
print(v.is_leaf, v.requires_grad, v._base is b, b.requires_grad)
attempt(lambda: v.mul_(2))
(v * 3).sum().backward()
print(v.grad, b.grad)
b.mul_(2)
print(v, v.is_leaf)
