import torch
torch.manual_seed(7)
for i in range(3):
    print(torch.rand(1), torch.randn(1), torch.randint(100, (1,)), torch.randperm(4))
print(torch.rand(2), torch.randn(20)[:3], torch.rand(2))
