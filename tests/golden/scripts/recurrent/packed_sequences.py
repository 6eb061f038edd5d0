import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(9)
x = torch.tensor([[1.0, 2.0, 0.0], [3.0, 4.0, 5.0]]).unsqueeze(2).requires_grad_()
packed = pack_padded_sequence(x, [2, 3], batch_first=True, enforce_sorted=False)
print(packed)
for make in [nn.RNN, nn.LSTM, nn.GRU]:
    layer = make(1, 2, bidirectional=True)
    out, state = layer(packed)
    padded, lengths = pad_packed_sequence(out, batch_first=True)
    print(make.__name__, padded.shape, lengths)
    print(padded)
    print(state)
    g, = torch.autograd.grad(padded.sum(), x, retain_graph=True)
    print(g.squeeze(2))
