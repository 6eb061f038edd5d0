import torch
torch.manual_seed(42)
print(torch.randn(5))
print(torch.randn(16))
print(torch.randn(4, 5))
print(torch.randn(3, dtype=torch.float64))
print(torch.randn(17, dtype=torch.float64))
print(torch.randn(()), torch.randn_like(torch.zeros(2)))
print(torch.randn(2, requires_grad=True))
