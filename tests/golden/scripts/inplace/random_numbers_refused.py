import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

x = torch.ones(2, requires_grad=True)
attempt(lambda: x.normal_())
attempt(lambda: x.uniform_())
attempt(lambda: x[:1].random_(3))
attempt(lambda: torch.zeros(1).expand(3).normal_())
with torch.no_grad():
    x.uniform_(1, 1)
print(x, x._version)
