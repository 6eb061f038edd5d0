import torch
from torch.nn.utils import clip_grad_value_

w = torch.zeros(4, requires_grad=True)
v = torch.zeros(1, requires_grad=True)
w.grad = torch.tensor([-3.0, -0.5, 0.5, 3.0])
print(clip_grad_value_([w, v], 1.0))
print(w.grad, v.grad, w.grad._version)
clip_grad_value_(w, 0.25)
print(w.grad)
clip_grad_value_((p for p in [w]), 0.125)
print(w.grad)
try:
    clip_grad_value_([w], "much")
except ValueError as e:
    print(e)
