import torch
from torch import nn

torch.manual_seed(0)
drop = nn.Dropout(0.5)
x = torch.ones(8, requires_grad=True)
y = drop(x)
print(drop, y)
y.sum().backward()
print(x.grad)
drop.eval()
print(drop(x) is x, nn.Dropout(0.0)(x), nn.Dropout(1.0)(x))
for p in (-0.1, 1.5):
    try:
        nn.Dropout(p)
    except ValueError as e:
        print(e)
print(nn.Dropout(0.2, inplace=True), nn.Dropout2d(), nn.AlphaDropout(0.1))
