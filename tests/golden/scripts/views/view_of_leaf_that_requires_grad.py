import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.ones(3, requires_grad=True)
attempt(lambda: x[0].mul_(2))
attempt(lambda: x.view(-1).add_(1))
attempt(lambda: x.unbind()[0].add_(1))
v = x[:2]
attempt(lambda: v.zero_())
with torch.no_grad():
    v.zero_()
print(x, x._version, v.grad_fn.name())
