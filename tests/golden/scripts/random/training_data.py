import torch
torch.manual_seed(2024)
X = torch.randn(8, 3)
w_true = torch.tensor([1.0, -2.0, 0.5])
y = X @ w_true + 0.1 * torch.randn(8)
print(X)
print(y)
i = torch.randperm(8)
print(i, y[i][:3])
