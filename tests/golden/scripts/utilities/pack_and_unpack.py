import torch
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence, unpack_sequence

parts = [torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0, 5.0]), torch.tensor([6.0])]
packed = pack_sequence(parts, enforce_sorted=False)
print(packed)
print(packed.data, packed.batch_sizes, packed[2], type(packed).__name__)
padded, lengths = pad_packed_sequence(packed, batch_first=True, padding_value=-1.0, total_length=4)
print(padded, lengths)
print(unpack_sequence(packed))
for make in [
    lambda: pack_sequence(parts),
    lambda: pad_packed_sequence(packed, total_length=1),
]:
    try:
        make()
    except Exception as e:
        print(type(e).__name__, e)
print(packed.double().data.dtype, packed.to(torch.float32) is packed)
