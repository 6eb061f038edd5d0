import torch
from torch.nn.utils import clip_grad_norm_

for order in [1, 2.0, float("inf"), 0.5, "inf"]:
    w = torch.tensor([4.0, -1.0], requires_grad=True)
    v = torch.tensor([[9.0]], requires_grad=True)
    w.grad, v.grad = torch.tensor([4.0, -1.0]), torch.tensor([[9.0]])
    print(order, clip_grad_norm_([w, v], 1.0, norm_type=order), w.grad, v.grad)
try:
    clip_grad_norm_([w], 1.0, norm_type="two")
except ValueError as e:
    print(e)
