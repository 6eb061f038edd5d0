import torch
x = torch.tensor([1.0, -2.0, 3.0, -4.0], requires_grad=True)
m = x > 0
print(m, x[m], x[~m])
(x[m] ** 2).sum().backward()
print(x.grad)
y = torch.arange(6).reshape(2, 3)
print(y[y % 2 == 0], y[torch.tensor([True, False])])
print(x[m].grad_fn.name())
try:
    y[torch.tensor([True, False, True])]
except IndexError as e:
    print(e)
