import torch
from torch.nn.utils import clip_grad_norm_

w = torch.zeros(2, requires_grad=True)
w.grad = torch.tensor([1.0, float("inf")])
try:
    clip_grad_norm_([w], 1.0, error_if_nonfinite=True)
except RuntimeError as e:
    print(e)
print(w.grad)
print(clip_grad_norm_([w], 1.0), w.grad)
w.grad = torch.tensor([1.0, float("nan")])
print(clip_grad_norm_([w], 1.0), w.grad)
