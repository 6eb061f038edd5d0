import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
v = y[:2].detach()
print(v._base, v._version, v.requires_grad)
v.add_(1)
print(y, y._version)
