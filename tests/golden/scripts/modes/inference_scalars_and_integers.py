import torch

with torch.inference_mode():
    i = torch.tensor(3)
    s = torch.tensor(2.) * 3
    b = i > 2
print(i.is_inference(), s.is_inference(), b.is_inference(), s.item(), int(i), bool(b))
