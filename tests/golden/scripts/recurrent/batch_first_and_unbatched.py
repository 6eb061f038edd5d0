import torch
from torch import nn

for make in [nn.RNN, nn.LSTM, nn.GRU]:
    torch.manual_seed(5)
    layer = make(2, 2, batch_first=True)
    x = torch.arange(8.0).reshape(2, 2, 2) / 8
    out, state = layer(x)
    print(layer, out.shape, out.grad_fn.name())
    print(out)
    single, _ = layer(x[1])
    print(single, torch.allclose(single, out[1]))
    h = state[0] if isinstance(state, tuple) else state
    print(h.shape)
