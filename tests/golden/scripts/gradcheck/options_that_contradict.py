import torch
from torch.autograd import gradcheck, gradgradcheck

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

x = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(torch.sin, x, check_backward_ad=False))
attempt(lambda: gradcheck(torch.sin, x, check_backward_ad=False, check_forward_ad=True, check_batched_grad=True))
attempt(lambda: gradcheck(torch.sin, x, check_batched_forward_grad=True))
attempt(lambda: gradgradcheck(torch.sin, x, check_rev_over_rev=False))
attempt(lambda: gradgradcheck(torch.sin, x, check_rev_over_rev=False, check_fwd_over_rev=True))
attempt(lambda: gradgradcheck(torch.sin, x, check_rev_over_rev=False, check_fwd_over_rev=True, check_undefined_grad=False, check_batched_grad=True))
attempt(lambda: gradcheck(torch.sin, x, 1e-6))
