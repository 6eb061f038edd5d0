import torch

x = torch.ones(2, requires_grad=True)
with torch.inference_mode():
    print(torch.is_inference_mode_enabled(), torch.is_grad_enabled())
    y = x * 2
    print(y, y.requires_grad, y.is_leaf, y.grad_fn, y.is_inference())
print(torch.is_inference_mode_enabled(), torch.is_grad_enabled())
print(y.is_inference(), torch.is_inference(y), x.is_inference())
