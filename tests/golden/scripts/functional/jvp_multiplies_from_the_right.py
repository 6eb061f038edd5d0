import torch
from torch.autograd.functional import jvp

x = torch.tensor([1.0, 2.0])
out, product = jvp(lambda x: x ** 2, x, torch.tensor([1.0, 10.0]))
print(out, product, out.requires_grad, product.requires_grad)
print(jvp(lambda x: x ** 2, torch.tensor(3.0)))
print(jvp(lambda x: (x * 2, x.sum()), x, torch.tensor([1.0, 10.0])))
print(jvp(lambda x, y: x * y, (x, x + 1), (torch.ones(2), torch.zeros(2))))
print(jvp(lambda x: torch.ones(3), x, torch.ones(2)))
