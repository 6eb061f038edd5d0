import torch
from torch.autograd.functional import jacobian, vjp, jvp

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

z = torch.tensor([1.0 + 2.0j, 3.0 - 1.0j])
attempt(lambda: jacobian(lambda z: z * z, z))
print(vjp(lambda z: z * z, z, torch.ones(2, dtype=torch.complex64)))
print(jvp(lambda z: z * z, z, torch.ones(2, dtype=torch.complex64)))
print(vjp(lambda z: z.abs() ** 2, z, torch.ones(2)))
