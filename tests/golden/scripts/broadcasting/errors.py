import torch
a = torch.ones(2, 3)
for b in [torch.ones(2), torch.ones(3, 2), torch.ones(4)]:
    try:
        print(a + b)
    except RuntimeError as e:
        print(e)
    try:
        print(a * b)
    except RuntimeError as e:
        print(type(e).__name__, e)
c = torch.ones(3, 3, 1)
try:
    c - torch.ones(2, 1)
except RuntimeError as e:
    print(e)
