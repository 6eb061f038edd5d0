import torch
from torch import nn

m = nn.Linear(1, 1, bias=False)
nn.init.constant_(m.weight, 3.0)
m.register_full_backward_hook(lambda mod, gi, go: print("inner", gi, go))
m.register_full_backward_pre_hook(lambda mod, go: print("pre", go))
net = nn.Sequential(m, m)
net.register_full_backward_hook(lambda mod, gi, go: print("outer", gi, go))
x = torch.tensor([[2.0]], requires_grad=True)
net(x).sum().backward()
print(x.grad, m.weight.grad)
a = torch.tensor([[1.0]], requires_grad=True)
(m(a) + m(a * 2)).sum().backward()
print(a.grad)
try:
    m.register_full_backward_hook(lambda mod, gi, go: 3)
    m(a).sum().backward()
except TypeError as e:
    print(type(e).__name__)
