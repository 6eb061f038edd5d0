import torch
from torch import nn

a = torch.tensor([[3.0, 4.0]], requires_grad=True)
b = torch.zeros(1, 2)
d = nn.PairwiseDistance(eps=0.0)
y = d(a, b)
print(d, y)
y.sum().backward()
print(a.grad)
print(nn.PairwiseDistance(1.0, eps=0.0, keepdim=True)(a, b))
c = nn.CosineSimilarity(dim=1)
print(c, c(a, torch.tensor([[4.0, -3.0]])), c(a, a).detach().round())
