import torch

c = torch.ones(2)
x = torch.ones(2, requires_grad=True)
y = x * c
with torch.inference_mode():
    c.mul_(2)
    print(c.is_inference(), c._version)
try:
    y.sum().backward()
except RuntimeError as e:
    print(str(e)[:140])
