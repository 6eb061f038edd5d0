import torch
from torch.autograd import gradcheck, gradgradcheck

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

x = torch.tensor([1.0, 2.0], dtype=torch.float64)
attempt(lambda: gradcheck(torch.sin, x))
attempt(lambda: gradcheck(torch.sin, (x,)))
attempt(lambda: gradcheck(torch.sin, ()))
attempt(lambda: gradcheck(torch.sin, 3.0))
attempt(lambda: gradcheck(torch.sin, x, raise_exception=False))
attempt(lambda: gradgradcheck(torch.sin, x))
