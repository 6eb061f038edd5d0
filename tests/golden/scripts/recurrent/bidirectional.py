import torch
from torch import nn

for make in [nn.RNN, nn.LSTM, nn.GRU]:
    torch.manual_seed(6)
    layer = make(1, 2, bidirectional=True)
    out, state = layer(torch.tensor([[[1.0]], [[-1.0]]]))
    print(layer, out.shape, out.grad_fn.name())
    print(out)
    print(state)
    out.sum().backward()
    print([name for name, p in layer.named_parameters()][-2:])
    print(layer.bias_ih_l0_reverse.grad)
