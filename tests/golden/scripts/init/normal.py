import torch
from torch import nn

torch.manual_seed(0)
w = torch.empty(2, 3, requires_grad=True)
print(nn.init.normal_(w), w.requires_grad, w.grad_fn)
print(nn.init.normal_(w, mean=10.0, std=0.1))
print(nn.init.normal_(torch.empty(20))[:4])
try:
    nn.init.normal_(w, std=-1.0)
except RuntimeError as e:
    print(str(e).split("\n")[0])
