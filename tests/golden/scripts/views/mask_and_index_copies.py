import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
a = y[y > 2]
b = y[torch.tensor([0, 0])]
print(a._base, b._base)
a.zero_()
b.add_(1)
print(y, a.grad_fn.name(), b.grad_fn.name())
