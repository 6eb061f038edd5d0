import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

b = torch.zeros(4)
p, q = b.split(2)
attempt(lambda: p.add_(x[:2]))
p[0].add_(1)
print(b, b.requires_grad)
