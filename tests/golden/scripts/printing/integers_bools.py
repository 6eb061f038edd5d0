import torch
print(torch.tensor([1, 22, -333]), torch.tensor(True), torch.tensor([True, False]), torch.tensor([[1, 2], [30, 4]]))
print(torch.tensor([1, 2], dtype=torch.int32), torch.tensor([1], dtype=torch.uint8), torch.tensor(5, dtype=torch.int16))
print(torch.tensor([]), torch.tensor([], dtype=torch.int64), torch.zeros(0, 3), torch.zeros(2, 0, dtype=torch.int32), torch.tensor([[]]))
print(torch.tensor(12345678901234), torch.tensor([2 ** 62]))
