import torch
from torch.autograd.functional import vjp

x = torch.tensor([1.0, 2.0])
out, product = vjp(lambda x: x ** 2, x, torch.tensor([1.0, 10.0]))
print(out, product, out.requires_grad, product.requires_grad)
print(vjp(lambda x: (x ** 2).sum(), x))
print(vjp(lambda x: (x ** 2).sum().reshape(1), x))
print(vjp(lambda x: (x * 2, x.sum()), x, (torch.ones(2), torch.tensor(5.0))))
print(vjp(lambda x, y: x * y, (x, x + 1), torch.ones(2)))
print(vjp(lambda x, y: x * 2, (x, x + 1), torch.ones(2)))
