import torch
a = torch.tensor([127], dtype=torch.int8)
print(a + 1, a * 2)
u = torch.tensor([0], dtype=torch.uint8)
print(u - 1)
big = torch.tensor([2 ** 62])
print(big * 2, big * 4)
h = torch.tensor([60000.0], dtype=torch.float16)
print(h * 2, h + 1)
f = torch.tensor([1e38])
print(f * 10, (f * 10) - (f * 10))
try:
    torch.tensor([300], dtype=torch.uint8)
except Exception as e:
    print(type(e).__name__)
