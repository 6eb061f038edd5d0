import torch
x = torch.tensor(2.0, requires_grad=True)
y = x * 3
y.retain_grad()
y.register_hook(lambda g: g * 100)
z = y * 5
z.backward()
print(y.grad, x.grad, y.retains_grad, x.retains_grad)
x.grad = None
y = x * 3
y.register_hook(lambda g: g * 100)
y.retain_grad()
y.register_hook(lambda g: g + 1)
(y * 5).backward()
print(y.grad, x.grad)
