import torch
from torch import nn

a, b = nn.Sequential(nn.ReLU()), nn.Sequential(nn.Tanh(), nn.Sigmoid())
print(a + b)
print(b * 2, (2 * a)[0] is a[0])
a += b
print(a)
a *= 2
print(len(a), a[0] is a[3])
print(a.extend([nn.Identity()])[-1])
for use in (lambda: a + 3, lambda: a * 0, lambda: a * 1.5, lambda: a + nn.ReLU()):
    try:
        use()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    nn.Sequential(3)
except TypeError as e:
    print(e)
try:
    nn.Sequential(nn.ReLU).append(torch.ones(1))
except TypeError as e:
    print(e)
