import torch
print(torch.tensor([1e-8, 1.0, 1e8]))
print(torch.tensor([1e-8, 1e-9], dtype=torch.float64))
print(torch.tensor([[1e6, 2.0], [3.0, 4.5]]))
print(torch.tensor([1e20, 2e20]), torch.tensor([1e300, 1.0], dtype=torch.float64))
print(torch.tensor([0.00012, 0.5]), torch.tensor([0.00009]), torch.tensor([1e-7, float('inf')]))
print(torch.tensor([1e7, 1.0]), torch.tensor([1e8, 1.0]), torch.tensor([12345.678]), torch.tensor([99999.0, 0.1]))
