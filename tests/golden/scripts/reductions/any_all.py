import torch
x = torch.tensor([[True, False], [True, True]])
print(x.any(), x.all(), x.all(dim=1), x.any(dim=0), x.sum())
print(torch.tensor([0.0, 2.0]).all(), torch.tensor([0, 0]).any())
print(torch.zeros(0).all(), torch.zeros(0).any())
