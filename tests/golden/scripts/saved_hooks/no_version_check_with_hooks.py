import torch
from torch.autograd.graph import saved_tensors_hooks

x = torch.tensor([1.0, 2.0], requires_grad=True)
with saved_tensors_hooks(lambda t: t.clone(), lambda t: t):
    h = x * 1
    y = h * h
h.mul_(100)
y.sum().backward()
print(x.grad)
x.grad = None
with saved_tensors_hooks(lambda t: t, lambda t: t):
    h = x * 1
    y = h * h
with torch.no_grad():
    h.mul_(10)
y.sum().backward()
print(x.grad)
h = x * 1
y = h * h
h.mul_(10)
try:
    y.sum().backward()
except RuntimeError as e:
    print(str(e).split(":")[0])
