import torch
from torch.nn.utils import clip_grad_norm_

w = torch.tensor([3.0, 0.0], requires_grad=True)
b = torch.tensor(4.0, requires_grad=True)
unused = torch.zeros(2, requires_grad=True)
(w * torch.tensor([3.0, 0.0])).sum().add(b * 4.0).backward()
total = clip_grad_norm_([w, b, unused], max_norm=10.0)
print(total, total.requires_grad, w.grad, b.grad)
kept = w.grad
print(clip_grad_norm_([w, b, unused], max_norm=1.0))
print(w.grad, b.grad, unused.grad, kept is w.grad, kept._version)
print(clip_grad_norm_(w, 0.5))
print(w.grad)
print(clip_grad_norm_([], 1.0), clip_grad_norm_([unused], 1.0))
