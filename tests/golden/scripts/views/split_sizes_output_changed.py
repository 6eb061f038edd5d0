import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
parts = y.split([1, 3])
attempt(lambda: parts[0].mul_(2))
attempt(lambda: parts[1].zero_())
with torch.no_grad():
    parts[0].add_(1)
print(y)
