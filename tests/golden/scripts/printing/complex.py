import torch
print(torch.tensor([1 + 2j, -3.5 + 0.25j]), torch.tensor(1j), torch.tensor([1e-6 + 1j], dtype=torch.complex128))
print(torch.zeros(2, 2, dtype=torch.complex64))
