import torch
from torch import nn

for make in [nn.RNN, nn.LSTM, nn.GRU]:
    torch.manual_seed(11)
    layer = make(1, 2)
    x = torch.tensor([[[0.5]], [[-1.0]]], requires_grad=True)
    out, _ = layer(x)
    g, = torch.autograd.grad(out.sum(), x, create_graph=True)
    print(g.requires_grad)
    gg, = torch.autograd.grad((g * g).sum(), layer.weight_ih_l0)
    print(g.detach().squeeze())
    print(gg)
