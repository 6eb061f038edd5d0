import torch
from torch import nn

m = nn.Linear(1, 1)
m.register_full_backward_hook(lambda mod, gi, go: 1 / 0)
x = torch.ones(1, requires_grad=True)
y = m(x)
try:
    y.backward()
except ZeroDivisionError as e:
    print(e)
print(x.grad, m.weight.grad)
m.eval()
with torch.no_grad():
    print(m(x).requires_grad)
