import torch
from torch import nn

for make in [nn.RNNCell, nn.LSTMCell, nn.GRUCell]:
    cell = make(2, 3)
    pair = make is nn.LSTMCell

    def state(*shape):
        return (torch.ones(shape), torch.ones(shape)) if pair else torch.ones(shape)

    for x, h in [
        (torch.ones(1, 5), state(1, 3)),
        (torch.ones(1, 2), state(1, 4)),
        (torch.ones(1, 2), state(2, 3)),
        (torch.ones(1, 1, 2), state(1, 3)),
        (torch.ones(1, 2), state(1, 1, 3)),
        (torch.ones(1, 2).double(), state(1, 3)),
    ]:
        try:
            cell(x, h)
        except Exception as e:
            print(type(e).__name__, e)
