import torch
def attempt(f):
    try:
        print(f())
    except (RuntimeError, TypeError, IndexError, ValueError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split('\n')[0])

import torch.nn.functional as F
x = torch.tensor([-1.0, 2.0], requires_grad=True)
attempt(lambda: F.leaky_relu(x * 1, -0.5, inplace=True).sum().backward())
attempt(lambda: F.elu(x * 1, -0.5, inplace=True).sum().backward())
attempt(lambda: F.celu(x * 1, -0.5, inplace=True).sum().backward())
