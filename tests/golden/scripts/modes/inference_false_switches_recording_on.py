import torch

x = torch.ones(2, requires_grad=True)
with torch.no_grad():
    with torch.inference_mode(False):
        print(torch.is_grad_enabled(), (x * 2).requires_grad)
    print(torch.is_grad_enabled())
