import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 1
y.square_()
print(y, y.grad_fn.name())
y.sum().backward()
print(x.grad)
attempt(lambda: (x * 1).float_power_(2))
d = torch.tensor([3.0], dtype=torch.float64)
print(d.float_power_(2), d._version, torch.tensor([2.0]).pow_(torch.tensor([3.0])))
