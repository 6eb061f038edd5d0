import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
y[0].add_(1)
loss = y.sum()
loss.backward()
attempt(lambda: loss.backward())
y = x * 1
y[0].add_(1)
loss = y.sum()
loss.backward(retain_graph=True)
loss.backward()
print(x.grad)
