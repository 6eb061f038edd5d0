import torch
a = torch.tensor([[1.0], [2.0], [3.0]])
b = torch.tensor([1.0, 2.0])
print(a < b)
print(a == b)
print((a >= b).sum(), (a != b).any(), (a > b).all())
print(torch.eq(a, 2.0), torch.gt(a, b), sep='\n')
