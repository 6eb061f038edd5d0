import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

w = torch.tensor(5.0, requires_grad=True)
y = x * 1
y[1:3].fill_(w)
print(y)
y.sum().backward()
print(x.grad, w.grad)
attempt(lambda: y.fill_(torch.ones(2)))
attempt(lambda: torch.zeros(2).fill_('a'))
attempt(lambda: torch.zeros(2, dtype=torch.int64).fill_(2.75))
