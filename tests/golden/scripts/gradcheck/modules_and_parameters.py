import torch
from torch.autograd import gradcheck, gradgradcheck

from torch import nn
torch.manual_seed(0)
layer = nn.Linear(3, 2).double()
x = torch.rand(4, 3, dtype=torch.float64, requires_grad=True)
print(gradcheck(layer, x))
print(gradgradcheck(nn.Sequential(layer, nn.Tanh()), x))
print(gradcheck(lambda w: nn.functional.linear(x.detach(), w, layer.bias), (layer.weight,)))
print(layer.weight.grad)
