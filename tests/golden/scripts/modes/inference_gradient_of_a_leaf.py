import torch

x = torch.ones(2, requires_grad=True)
with torch.inference_mode():
    g = torch.ones(2)
x.grad = g
try:
    (x * 2).sum().backward()
except RuntimeError as e:
    print(e)
x.grad = None
(x * 2).sum().backward()
print(x.grad)
