import torch
print(torch.arange(12.0).reshape(3, 4))
print(torch.arange(12).reshape(2, 2, 3))
print(torch.arange(16.0).reshape(2, 2, 2, 2) / 3)
print(torch.eye(3), torch.ones(2, 3, requires_grad=True) * 2)
print(torch.tensor([[1.0], [200.5], [-3.25]]))
