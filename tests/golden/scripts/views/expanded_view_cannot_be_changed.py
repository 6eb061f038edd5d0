import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.zeros(1, 2)
v = x.expand(3, 2)
attempt(lambda: v.add_(1))
attempt(lambda: v.mul_(2))
attempt(lambda: v.copy_(torch.ones(3, 2)))
attempt(lambda: v.fill_(2.0))
attempt(lambda: v.zero_())
attempt(lambda: v.exp_())
attempt(lambda: x.expand(1, 2).add_(1))
attempt(lambda: torch.zeros(()).expand(1, 1).add_(1))
