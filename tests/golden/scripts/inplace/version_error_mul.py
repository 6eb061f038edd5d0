import torch
a = torch.tensor([1.0, 2.0], requires_grad=True)
b = a * 3
c = b * b
b.add_(1)
try:
    c.sum().backward()
except RuntimeError as e:
    print(e)
print(b._version, a.grad)
