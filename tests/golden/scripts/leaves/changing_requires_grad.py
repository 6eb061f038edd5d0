import torch
x = torch.tensor([1.0, 2.0])
x.requires_grad = True
print(x)
y = x * 2
try:
    y.requires_grad = False
except RuntimeError as e:
    print(e)
y.requires_grad_(True)
x.requires_grad_(False)
print(x.requires_grad, (x * 2).requires_grad, y.requires_grad)
y.sum().backward()
print(x.grad)
