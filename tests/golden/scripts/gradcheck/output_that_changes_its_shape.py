import torch
from torch.autograd import gradcheck, gradgradcheck

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(lambda x: x[x > 1.0], x, eps=0.25))
attempt(lambda: gradcheck(lambda x: x[x >= 1.0], x, eps=0.25))
