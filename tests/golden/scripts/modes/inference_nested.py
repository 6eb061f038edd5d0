import torch

x = torch.ones(2, requires_grad=True)
with torch.inference_mode():
    with torch.inference_mode(False):
        y = x * 2
        print(torch.is_inference_mode_enabled(), torch.is_grad_enabled(), y.requires_grad, y.is_inference())
    z = x * 2
    print(torch.is_inference_mode_enabled(), z.requires_grad, z.is_inference())
    with torch.no_grad():
        w = x * 2
        print(w.is_inference())
    with torch.enable_grad():
        u = x * 2
        print(u.requires_grad, u.is_inference())
print(torch.is_inference_mode_enabled(), torch.is_grad_enabled())
