import torch
from torch.autograd.graph import allow_mutation_on_saved_tensors

w = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
x = torch.tensor([1.0, 1.0, 2.0], requires_grad=True)
with allow_mutation_on_saved_tensors():
    y = (w * x).sum()
    with torch.no_grad():
        w.mul_(100)
    y.backward()
print(w.grad, x.grad, w)
w.grad = x.grad = None
with allow_mutation_on_saved_tensors():
    h = x * 1
    v = h[1:]
    y = (v * v).sum()
    v.zero_()
    y.backward()
    print(x.grad, h)
