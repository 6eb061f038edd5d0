import torch
a = torch.tensor([1, 2, 3])
try:
    a += 0.5
except RuntimeError as e:
    print(e)
try:
    a /= 2
except RuntimeError as e:
    print(e)
b = torch.ones(3)
b += torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
print(b.dtype, b)
a += True
print(a)
try:
    b += torch.ones(2, 3)
except RuntimeError as e:
    print(e)
