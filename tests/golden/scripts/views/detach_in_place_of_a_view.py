import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
v = y[:2]
attempt(lambda: v.detach_())
attempt(lambda: torch.zeros(3)[0].detach_())
y.detach_()
print(y.requires_grad, v.requires_grad, v.grad_fn.name())
