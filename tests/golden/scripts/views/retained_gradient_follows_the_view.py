import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
v = y[0]
v.retain_grad()
y.retain_grad()
z = v * 3
y.mul_(2)
print(v.grad_fn.name())
(z + y.sum() + v).backward()
print(v.grad, y.grad, v.retains_grad)
