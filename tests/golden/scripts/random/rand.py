import torch
torch.manual_seed(0)
print(torch.rand(3))
print(torch.rand(2, 2))
print(torch.rand(20))
torch.manual_seed(0)
print(torch.rand(3), torch.rand(()), torch.rand(0).shape)
print(torch.rand(2, dtype=torch.float64))
print(torch.rand_like(torch.ones(2, 2)))
