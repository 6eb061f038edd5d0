import torch
from torch.nn.utils.rnn import pad_sequence

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([3.0, 4.0, 5.0], requires_grad=True)
print(pad_sequence([a, b]))
out = pad_sequence([a, b], batch_first=True, padding_value=-1.0)
print(out)
out.prod(1).sum().backward()
print(a.grad, b.grad)
print(pad_sequence([a.detach(), b.detach()], batch_first=True, padding_side="left"))
print(pad_sequence([torch.ones(1, 2), torch.zeros(2, 2)], True).shape)
for wrong in [[], 5, [1, 2], [a, torch.ones(2, 2)]]:
    try:
        pad_sequence(wrong)
    except Exception as e:
        print(type(e).__name__, e)
