import torch
i = torch.tensor([1, 2, 4])
print(i.sqrt(), i.exp().dtype, torch.sin(i).dtype, i.sum().dtype, i.prod(), i.cumsum(0).dtype, (i / 2), i // 2, i % 2, i ** 2, 2 ** i)
b = torch.tensor([True, False, True])
print(b.sum(), b + b, b * 2, (b & ~b), b | b, ~b, b.float(), b.int())
print(torch.tensor([1], dtype=torch.int32).sum().dtype, abs(torch.tensor([-3, 3])), -i)
try:
    -b
except RuntimeError as e:
    print(e)
try:
    b - b
except RuntimeError as e:
    print(e)
try:
    i ** -1
except RuntimeError as e:
    print(e)
