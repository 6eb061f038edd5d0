import torch

x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
double = torch.vmap(lambda row: row * 2 + 1)
print(double(x))
print(torch.vmap(torch.neg)(x))
print(torch.vmap(lambda row: row / row.sum())(torch.tensor([[1.0, 3.0], [2.0, 2.0]])))
print(torch.vmap is torch.func.vmap)
