import torch
with torch.no_grad():
    w = torch.ones(2, requires_grad=True)
    v = w * 2
    v.requires_grad_()
print(w.requires_grad, v.is_leaf, v.requires_grad)
((w * v) ** 2).sum().backward()
print(w.grad, v.grad)
