import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
a, b = y.split([1, 3])
y.mul_(2)
print(b, b.requires_grad, b.output_nr)
attempt(lambda: a.grad_fn)
attempt(lambda: b + 1)
attempt(lambda: b.mul_(2))
attempt(lambda: b[0])
print(b.detach(), b.shape, b.tolist())
with torch.no_grad():
    print(b + 1)
y.sum().backward()
print(x.grad)
