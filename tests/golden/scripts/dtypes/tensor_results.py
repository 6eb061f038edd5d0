import torch
kinds = [torch.tensor([True]), torch.tensor([1], dtype=torch.uint8), torch.tensor([1], dtype=torch.int32), torch.tensor([1]), torch.tensor([1.0], dtype=torch.float16), torch.tensor([1.0]), torch.tensor([1.0], dtype=torch.float64)]
for a in kinds:
    print(a.dtype, [str((a + b).dtype)[6:] for b in kinds], str((a / a).dtype)[6:], (a + 1).dtype, (a + 1.5).dtype, (a * True).dtype)
