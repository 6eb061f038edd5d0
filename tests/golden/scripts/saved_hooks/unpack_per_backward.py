import torch
from torch.autograd.graph import saved_tensors_hooks


def unpack(t):
    print("unpack", t)
    return t


x = torch.tensor([1.0, 2.0], requires_grad=True)
with saved_tensors_hooks(lambda t: t, unpack):
    y = (x * x * 2).sum()
print("first")
y.backward(retain_graph=True)
print("second")
y.backward(retain_graph=True)
print("grad")
torch.autograd.grad(y, x)
try:
    y.backward()
except RuntimeError as e:
    print(str(e).split("\n")[0])
print(x.grad)
