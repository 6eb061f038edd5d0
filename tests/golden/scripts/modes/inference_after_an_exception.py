import torch

try:
    with torch.inference_mode():
        raise ValueError("inside")
except ValueError as e:
    print(e, torch.is_inference_mode_enabled(), torch.is_grad_enabled())
