import torch
def attempt(f):
    try:
        r = f()
        print('ok', r)
    except (RuntimeError, ValueError, TypeError, IndexError) as e:
        print(type(e).__name__ + ':', str(e).split('\n')[0])
    finally:
        print('-')
x = torch.tensor([1.0, 2.0], requires_grad=True)
attempt(lambda: x.backward())
attempt(lambda: (x * 2).sum().backward())
attempt(lambda: x + torch.ones(3))
attempt(lambda: x.view(3))
attempt(lambda: x[3])
attempt(lambda: torch.ones(2).sum().backward())
attempt(lambda: torch.stack([]))
attempt(lambda: torch.cat([]))
attempt(lambda: torch.zeros(2, 3).mm(torch.zeros(2, 3)))
print(x.grad)
