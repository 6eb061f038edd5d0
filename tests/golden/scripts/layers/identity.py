import torch
from torch import nn

x = torch.ones(2, requires_grad=True)
m = nn.Identity(3, anything=4)
print(m, m(x) is x, m("text"), list(m.parameters()))
