import torch
from torch.func import grad, vjp
z = torch.tensor([1.0 + 2.0j, 3.0 - 1.0j])
print(grad(lambda z: (z.abs() ** 2).sum())(z))
print(grad(lambda z: (z * z).real.sum())(z))
out, pull = vjp(lambda z: z * z, z)
print(out, pull(torch.ones(2, dtype=torch.complex64)))
