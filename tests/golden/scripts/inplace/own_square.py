import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
y.pow_(2)
y.mul_(y.detach().clone())
y.sum().backward()
print(x.grad)
y = x * 1
y *= y
attempt(lambda: y.sum().backward())
y = x * 1
y += y
y.sum().backward()
print(x.grad)
