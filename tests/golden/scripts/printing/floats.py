import torch
print(torch.tensor(3.0), torch.tensor(3.14159), torch.tensor([1.0, 2.0, 3.0]), torch.tensor([1.5, 2.25, 3.125]))
print(torch.tensor([1e-5, 1.0]), torch.tensor([1e5, 1.0]), torch.tensor([1e10]), torch.tensor([1e-10]), torch.tensor(1e8), torch.tensor(123456789.0))
print(torch.tensor([1000.0, 0.001]), torch.tensor([999.0, 0.5]), torch.tensor([0.0001, 0.1]), torch.tensor([100000.0, 200000.0]))
print(torch.tensor([float('nan'), float('inf'), -float('inf')]), torch.tensor([1.0, float('nan')]), torch.tensor([1.5, -float('inf')]))
print(torch.tensor([-0.0, 0.0]), torch.tensor(-0.0), torch.tensor([-1.0, 1.0]), torch.tensor([1e-45]), torch.tensor([0.1 + 0.2], dtype=torch.float64))
