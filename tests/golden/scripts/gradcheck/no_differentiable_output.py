import torch
from torch.autograd import gradcheck, gradgradcheck

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(lambda x: x.detach() * 2, x))
attempt(lambda: gradcheck(lambda x: torch.ones(2, dtype=torch.float64), x))
attempt(lambda: gradcheck(lambda x: x.detach() * 2, x, fast_mode=True))
attempt(lambda: gradcheck(lambda x: (x, x.detach()), x))
attempt(lambda: gradcheck(lambda x: (x > 1, x * 2)[1], x))
attempt(lambda: gradcheck(lambda x: 3, x))
