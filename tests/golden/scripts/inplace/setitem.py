import torch
x = torch.arange(6.0).reshape(2, 3)
x[0] = 9
x[1, 1:] = torch.tensor([7.0, 8.0])
print(x)
x[x > 8] = -1
print(x)
x[:, 0] += 100
x[..., -1] *= 2
print(x)
x[[0, 1], [1, 1]] = torch.tensor([0.5, 0.25])
x[1][0] = 3
print(x, x._version)
try:
    x[0] = torch.ones(2)
except RuntimeError as e:
    print(e)
try:
    x[5] = 0
except IndexError as e:
    print(e)
