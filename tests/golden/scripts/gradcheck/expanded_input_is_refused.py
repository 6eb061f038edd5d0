import torch
from torch.autograd import gradcheck, gradgradcheck

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(torch.sin, x.expand(3)))
attempt(lambda: gradcheck(lambda x: x.expand(3).sin(), x))
attempt(lambda: gradcheck(torch.sin, (x * 1).reshape(1, 1)))
grid = torch.arange(6.0, dtype=torch.float64).reshape(2, 3).t().requires_grad_()
attempt(lambda: gradcheck(torch.sin, grid))
