import torch
from torch import nn

pool, back = nn.MaxPool1d(2, return_indices=True), nn.MaxUnpool1d(2)
x = torch.tensor([[[1.0, 3.0, 4.0, 2.0, 7.0]]], requires_grad=True)
y, where = pool(x)
z = back(y, where, output_size=x.size())
print(back, z)
z.sum().backward()
print(x.grad, back(y, where).shape)
