import torch
from torch.nn.utils import clip_grads_with_norm_, get_total_norm

w = torch.zeros(2, requires_grad=True)
v = torch.zeros(1, requires_grad=True)
w.grad, v.grad = torch.tensor([1.0, 2.0]), torch.tensor([2.0])
total = get_total_norm([w.grad, v.grad])
print(total, get_total_norm(w.grad, 1.0), get_total_norm([]))
print(clip_grads_with_norm_([w, v], 1.5, total))
print(w.grad, v.grad)
clip_grads_with_norm_(w, 100.0, total)
print(w.grad)
