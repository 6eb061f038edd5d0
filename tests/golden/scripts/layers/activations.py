import torch
from torch import nn

x = torch.tensor([-2.0, 0.0, 3.0])
for m in (
    nn.ReLU(),
    nn.ReLU6(),
    nn.LeakyReLU(0.5),
    nn.Hardtanh(),
    nn.Hardtanh(-1, 2),
    nn.Hardshrink(),
    nn.Softshrink(1.0),
    nn.Hardsigmoid(),
    nn.Hardswish(),
    nn.Threshold(1.0, 20.0),
    nn.PReLU(),
    nn.Softsign(),
):
    leaf = x.clone().requires_grad_()
    y = m(leaf)
    y.sum().backward()
    print(m, y.tolist(), leaf.grad.tolist())
