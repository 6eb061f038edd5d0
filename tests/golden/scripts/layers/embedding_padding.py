import torch
from torch import nn

torch.manual_seed(0)
table = nn.Embedding(3, 2, padding_idx=-1)
print(table, table.padding_idx, table.weight)
table(torch.tensor([0, 2, 2, 1])).sum().backward()
print(table.weight.grad)
for idx in (3, -4):
    try:
        nn.Embedding(3, 2, padding_idx=idx)
    except AssertionError as e:
        print(e)
print(nn.Embedding(3, 2, padding_idx=0, max_norm=1.0, norm_type=1.0, scale_grad_by_freq=True))
