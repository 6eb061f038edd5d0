import torch
from torch.func import vjp
x = torch.tensor([1.0, 2.0])
out, pull = vjp(lambda x: x ** 2, x)
print(out, out.requires_grad)
print(pull(torch.tensor([1.0, 10.0])))
print(pull(torch.tensor([0.0, 1.0])))
out, pull = vjp(lambda x, y: x * y, x, x + 1)
print(out, pull(torch.ones(2)))
out, pull = vjp(lambda t: t.sum(), x)
print(out, pull(torch.tensor(2.0)))
