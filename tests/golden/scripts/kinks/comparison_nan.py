import torch
n = float('nan')
a = torch.tensor([1.0, n, 2.0])
print(a == a, a != a, a < 2, a >= n, torch.isnan(a), torch.isfinite(a), torch.equal(a, a), torch.allclose(a, a), torch.allclose(a, a, equal_nan=True))
print(a.sum(), a.mean(), torch.tensor([1, 2]) == torch.tensor([1.0, 3.0]), torch.tensor(2) > 1.5)
print(torch.tensor(1.0) == torch.tensor(1), bool(torch.tensor(0.0)), not torch.tensor(0))
