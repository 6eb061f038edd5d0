import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

for name, change in (('gt_', lambda y: y.gt_(2)), ('eq_', lambda y: y.eq_(x)), ('le_', lambda y: y.le_(x * 1))):
    y = x * 1
    change(y)
    print(name, y, y.grad_fn.name(), [f and f.name() for f, k in y.grad_fn.next_functions])
y = x * 1
y.lt_(3)
y.sum().backward()
print(x.grad)
