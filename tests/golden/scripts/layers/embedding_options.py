import torch
from torch import nn

table = nn.Embedding(3, 2, scale_grad_by_freq=True)
table(torch.tensor([0, 0, 1])).sum().backward()
print(table.weight.grad)
short = nn.Embedding.from_pretrained(
    torch.tensor([[3.0, 4.0], [0.5, 0.0]]), freeze=False, max_norm=1.0
)
y = short(torch.tensor([0, 1]))
print(y, short.weight)
