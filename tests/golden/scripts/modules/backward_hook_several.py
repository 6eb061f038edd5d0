import torch
from torch import nn


class Net(nn.Module):
    def forward(self, a, b, n):
        return a * b, n, b * 3


net = Net()
net.register_full_backward_hook(lambda m, gi, go: print("in", gi, "out", go))
a = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(3.0)
u, n, v = net(a, b, 5)
print(u, n, v)
u.backward()
print(a.grad)
b.requires_grad_()
u, n, v = net(a, b, 5)
(u + v).backward()
print(a.grad, b.grad)
u, n, v = net(a, b, 5)
v.backward()
print(a.grad, b.grad)
