import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
c = torch.tensor([3.0, 4.0])
y = x * c
c[0] = 100.0
try:
    y.sum().backward()
except RuntimeError as e:
    print(str(e).split(';')[0])
    print(str(e).split(';')[1])
