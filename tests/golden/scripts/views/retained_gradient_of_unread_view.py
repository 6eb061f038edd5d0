import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
v = y[0]
z = v * 3
v.retain_grad()
y.mul_(2)
(z + y.sum()).backward()
print(v.grad, x.grad)
