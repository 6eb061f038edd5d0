import torch
from torch import nn

for make in [nn.RNN, nn.LSTM, nn.GRU]:
    layer = make(2, 3)
    pair = make is nn.LSTM

    def state(*shape):
        return (torch.ones(shape), torch.ones(shape)) if pair else torch.ones(shape)

    for x, h in [
        (torch.ones(4, 1, 5), None),
        (torch.ones(4, 1, 2), state(1, 1, 4)),
        (torch.ones(4, 1, 2), state(2, 1, 3)),
        (torch.ones(4, 1, 2), state(1, 3)),
        (torch.ones(4, 2), state(1, 1, 3)),
        (torch.ones(2), None),
        (torch.ones(4, 0, 2), None),
        (torch.ones(0, 1, 2), None),
        (torch.ones(4, 1, 2).double(), None),
    ]:
        try:
            print(layer(x, h)[0].shape)
        except Exception as e:
            print(type(e).__name__, e)
