import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.tensor([0.0, 2.0], requires_grad=True)
x.logical_not_()
print(x, x._version, x.is_leaf)
x.logical_or_(torch.tensor([0.0, 1.0]))
print(x)
