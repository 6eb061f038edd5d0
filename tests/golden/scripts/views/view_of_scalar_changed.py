import torch
x = torch.tensor(2.0, requires_grad=True)
y = x * 3
v = y.view(1)
v.mul_(5)
print(y, v, y.grad_fn.name(), v.grad_fn.name())
y.backward()
print(x.grad)
