import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.tensor([1.5, -1.5], dtype=torch.float64, requires_grad=True)
y = torch.zeros(2, 2)
y.copy_(x)
print(y, y.dtype, y.grad_fn.name())
y.sum().backward()
print(x.grad)
k = torch.zeros(2, dtype=torch.int64)
k.copy_(x)
print(k, k.requires_grad)
attempt(lambda: torch.zeros(2).copy_(torch.zeros(3)))
attempt(lambda: torch.zeros(2).copy_(torch.zeros(2, 2)))
attempt(lambda: torch.zeros(2).copy_(7))
