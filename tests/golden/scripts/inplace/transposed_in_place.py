import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)

y = x * 1
v = y[0]
r = y.t_()
print(r is y, y.shape, y.grad_fn.name(), y._version, v.shape, v.grad_fn.name())
(y * torch.arange(6.0).reshape(3, 2)).sum().backward()
print(x.grad)
attempt(lambda: x.t_())
