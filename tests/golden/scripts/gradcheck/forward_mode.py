import torch
from torch.autograd import gradcheck, gradgradcheck

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
y = torch.tensor([3.0, 4.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(lambda x, y: (x * y, x.sum()), (x, y), check_forward_ad=True))
attempt(lambda: gradcheck(torch.sin, x, check_forward_ad=True, check_backward_ad=False))
attempt(lambda: gradcheck(torch.sin, x, check_forward_ad=True, check_batched_forward_grad=True))
attempt(lambda: gradcheck(torch.sin, x, check_forward_ad=True, fast_mode=True))
attempt(lambda: gradgradcheck(torch.sin, x, check_fwd_over_rev=True))
