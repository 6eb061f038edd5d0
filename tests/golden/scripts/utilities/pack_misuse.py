import torch
from torch.nn.utils.rnn import pack_padded_sequence

x = torch.arange(6.0).reshape(3, 2).requires_grad_()
for lengths in [[1, 3], [3], [3, 0], [3, -1], torch.tensor([[3, 1]]), [3, 2]]:
    try:
        packed = pack_padded_sequence(x, lengths)
        print(packed)
    except Exception as e:
        print(type(e).__name__, e)
(packed.data ** 2).sum().backward()
print(x.grad)
