import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return x**3


m = Cube()
m.register_full_backward_hook(lambda mod, gi, go: print("hook", gi, go))
x = torch.tensor([2.0], requires_grad=True)
(g,) = torch.autograd.grad(m(x), x, create_graph=True)
print(g)
(h,) = torch.autograd.grad(g, x)
print(h)
y = m(x)
y.backward(retain_graph=True)
y.backward()
print(x.grad)
