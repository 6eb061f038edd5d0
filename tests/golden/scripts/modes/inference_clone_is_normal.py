import torch

x = torch.ones(2, requires_grad=True)
with torch.inference_mode():
    y = torch.ones(2) * 3
z = y.clone()
print(z.is_inference())
z.add_(1)
(x * z).sum().backward()
print(x.grad)
