import torch
from torch import nn

torch.manual_seed(0)
fc = nn.Linear(3, 2)
print(fc, fc.weight, fc.bias)
x = torch.tensor([[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]], requires_grad=True)
y = fc(x)
print(y)
y.sum().backward()
print(x.grad, fc.weight.grad, fc.bias.grad)
print(fc(torch.zeros(3)), fc(torch.zeros(2, 2, 3)).shape)
plain = nn.Linear(3, 1, bias=False)
print(plain, plain.bias, list(plain.state_dict()))
