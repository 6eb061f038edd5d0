import torch
from torch import nn

torch.manual_seed(0)
m = nn.ConvTranspose2d(1, 2, 2, stride=2)
print(m, m.weight, m.bias)
with torch.no_grad():
    m.weight.fill_(1.0)
    m.bias.zero_()
x = torch.tensor([[[[1.0, 2.0]]]], requires_grad=True)
y = m(x)
print(y)
y[0, 0].sum().backward()
print(x.grad, m.weight.grad)
m = nn.ConvTranspose1d(1, 1, 3, stride=2, padding=1)
print(m(torch.ones(1, 1, 3)).shape, m(torch.ones(1, 1, 3), output_size=[6]).shape)
print(m(torch.ones(1, 1, 3), output_size=(1, 1, 5)).shape)
for size in ([7], [4], [1, 2]):
    try:
        m(torch.ones(1, 1, 3), output_size=size)
    except ValueError as e:
        print(e)
