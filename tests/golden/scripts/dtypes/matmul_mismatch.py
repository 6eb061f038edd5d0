import torch
a = torch.ones(2, 2)
b = torch.ones(2, 2, dtype=torch.float64)
try:
    a @ b
except RuntimeError as e:
    print(e)
try:
    a @ torch.ones(2, 2, dtype=torch.int64)
except RuntimeError as e:
    print(e)
print((a @ a).dtype, (torch.tensor([[1, 2]]) @ torch.tensor([[3], [4]])))
