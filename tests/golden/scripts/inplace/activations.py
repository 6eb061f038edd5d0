import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

import torch.nn.functional as F
x = torch.tensor([-1.0, 0.5, 2.0], requires_grad=True)
for change in (
    lambda y: F.relu(y, inplace=True),
    lambda y: F.leaky_relu(y, 0.25, inplace=True),
    lambda y: F.threshold(y, 0.75, 3.0, inplace=True),
    lambda y: F.hardtanh(y, inplace=True),
    lambda y: F.elu(y, inplace=True),
):
    y = x * 1
    out = change(y)
    print(out is y, y._version, y.grad_fn.name(), y)
    x.grad = None
    y.sum().backward()
    print(x.grad)
