import torch
from torch.autograd.graph import saved_tensors_hooks


class Box:
    def __init__(self, t):
        self.t = t.detach()


counts = []
x = torch.tensor([1.0, 2.0], requires_grad=True)
with saved_tensors_hooks(lambda t: Box(t), lambda b: b.t):
    y = x * x
    z = y.sum()
z.backward()
try:
    y.grad_fn._saved_self
except RuntimeError as e:
    print(str(e).split("\n")[0])
print(x.grad)
