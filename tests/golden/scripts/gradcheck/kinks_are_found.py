import torch
from torch.autograd import gradcheck, gradgradcheck

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([0.0, 1.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(torch.relu, x))
attempt(lambda: gradcheck(torch.abs, x))
smooth = torch.tensor([-1.0, 1.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(torch.relu, smooth))
attempt(lambda: gradcheck(torch.abs, smooth))
attempt(lambda: gradcheck(torch.floor, smooth * 1.25))
attempt(lambda: gradcheck(torch.round, torch.tensor([0.5], dtype=torch.float64, requires_grad=True)))
