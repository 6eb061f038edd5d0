import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
a, b, c = y[:2], y[1:3], y[2:]
b.mul_(10)
print(a, c, a.grad_fn.name(), c.grad_fn.name())
(a.sum() * 2 + c.sum() * 3).backward()
print(x.grad)
