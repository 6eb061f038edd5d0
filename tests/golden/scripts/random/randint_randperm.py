import torch
torch.manual_seed(1)
print(torch.randint(10, (5,)), torch.randint(-5, 5, (2, 3)), torch.randint(0, 2, (4,), dtype=torch.int32))
print(torch.randperm(10), torch.randperm(1), torch.randperm(0))
torch.manual_seed(1)
print(torch.randint(10, (5,)))
print(torch.randint(0, 1000000, (3,)))
