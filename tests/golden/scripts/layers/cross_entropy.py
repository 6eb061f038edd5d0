import torch
from torch import nn

x = torch.zeros(2, 4, requires_grad=True)
loss = nn.CrossEntropyLoss()
y = loss(x, torch.tensor([1, 3]))
print(loss, y)
y.backward()
print(x.grad)
weighted = nn.CrossEntropyLoss(
    torch.tensor([1.0, 2.0, 1.0, 0.0]), ignore_index=2, label_smoothing=0.5
)
print(weighted, weighted.weight, dict(weighted.state_dict()), weighted.ignore_index)
print(
    weighted(x, torch.tensor([1, 2])),
    nn.CrossEntropyLoss(reduction="none")(x, torch.full((2, 4), 0.25)),
)
nll = nn.NLLLoss(reduction="sum")
print(nll(-torch.arange(8.0).reshape(2, 4), torch.tensor([1, 3])))
try:
    loss(x, torch.tensor([1, 4]))
except IndexError as e:
    print(e)
try:
    loss(x, torch.tensor([1]))
except ValueError as e:
    print(e)
