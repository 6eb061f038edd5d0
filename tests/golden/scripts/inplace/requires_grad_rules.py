import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 2


def assign(value):
    y.requires_grad = value


attempt(lambda: y.requires_grad_(False))
attempt(lambda: assign(False))
attempt(lambda: assign(True))
attempt(lambda: y.requires_grad_().requires_grad)
attempt(lambda: torch.ones(2, dtype=torch.int64).requires_grad_())
attempt(lambda: x.requires_grad_('yes'))
attempt(lambda: x.requires_grad_(False).requires_grad)
