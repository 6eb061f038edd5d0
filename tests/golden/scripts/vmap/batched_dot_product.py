import torch

x = torch.arange(6.0).reshape(2, 3)
y = torch.ones(2, 3) * 2
dot = torch.func.vmap(torch.dot)
print(dot(x, y))
print(dot(x, y).shape)
try:
    torch.dot(x, y)
except RuntimeError as error:
    print(str(error).split("\n")[0])
