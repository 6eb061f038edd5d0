import torch

w = torch.ones(2, requires_grad=True)
with torch.inference_mode():
    w.sub_(0.5)
    w[0] = 3
print(w, w._version, w.is_leaf)
(w * w).sum().backward()
print(w.grad)
