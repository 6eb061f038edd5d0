import torch

x = torch.ones(2)
with torch.inference_mode():
    y = torch.ones(2) * 3
z = x * y
print(z, z.is_inference(), z.requires_grad)
with torch.no_grad():
    w = torch.ones(2, requires_grad=True) * y
print(w, w.is_inference())
