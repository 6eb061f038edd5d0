import torch
x = torch.tensor([float('inf'), 0.0, 2.0], requires_grad=True)
y = x.prod()
y.backward()
print(y, x.grad)
x.grad = None
z = x.cumsum(0)
z.sum().backward()
print(z.detach(), x.grad)
w = torch.tensor([0.0, 1.0], requires_grad=True)
(w.log() * w).sum().backward()
print(w.grad)
