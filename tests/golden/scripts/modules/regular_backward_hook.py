import torch
from torch import nn


class Double(nn.Module):
    def forward(self, x):
        return x * 2


class Twice(nn.Module):
    def forward(self, x):
        return (x * 2).sin() * 3, [x]


m = Double()
handle = m.register_backward_hook(lambda mod, gi, go: print(type(mod).__name__, gi, go))
x = torch.ones(2, requires_grad=True)
m(x).sum().backward()
print(x.grad)
m((x * 1) + 0).sum().backward()
handle.remove()
m(x).sum().backward()
try:
    m.register_full_backward_hook(lambda mod, gi, go: None)
except RuntimeError as e:
    print(e)
other = Twice()
other.register_backward_hook(lambda mod, gi, go: (gi[0] * 10,) + gi[1:])
x.grad = None
other(x)[0].sum().backward()
print(x.grad.shape)
