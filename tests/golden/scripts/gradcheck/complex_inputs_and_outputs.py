import torch
from torch.autograd import gradcheck, gradgradcheck

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

z = torch.tensor([1.0 + 2.0j, 0.5 - 1.0j], dtype=torch.complex128, requires_grad=True)
x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(lambda z: z * z, z))
attempt(lambda: gradcheck(lambda z: z.abs(), z))
attempt(lambda: gradcheck(lambda z: z.conj() * z.real, z))
attempt(lambda: gradcheck(torch.complex, (x, x * 2)))
attempt(lambda: gradgradcheck(lambda z: z * z, z))
attempt(lambda: gradcheck(torch.exp, z, fast_mode=True))
