import torch
print(torch.get_default_dtype(), torch.tensor(1.0).dtype, torch.tensor(1).dtype, torch.zeros(1).dtype)
torch.set_default_dtype(torch.float64)
print(torch.tensor(1.5), torch.tensor([1.5]).dtype, torch.ones(2), torch.arange(3.0).dtype, (torch.tensor([1]) / 2).dtype)
print(torch.tensor(1.5, dtype=torch.float32))
torch.set_default_dtype(torch.float32)
print(torch.tensor(1.5, dtype=torch.float64), torch.tensor(1.5))
try:
    torch.set_default_dtype(torch.int32)
except TypeError as e:
    print(e)
