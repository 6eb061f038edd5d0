import torch

m = torch.inference_mode()
print(m.mode, torch.inference_mode(False).mode)
with m:
    print(torch.is_inference_mode_enabled())
with m:
    print(torch.is_inference_mode_enabled())
