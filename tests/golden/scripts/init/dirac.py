import torch
from torch import nn

print(nn.init.dirac_(torch.empty(2, 2, 3)))
print(nn.init.dirac_(torch.empty(3, 1, 2, 3)))
print(nn.init.dirac_(torch.empty(4, 2, 3), groups=2))
print(nn.init.dirac_(torch.empty(1, 1, 1, 2, 2)).flatten())
for shape, groups in (((2, 2), 1), ((3, 1, 1), 2)):
    try:
        nn.init.dirac_(torch.empty(shape), groups)
    except ValueError as e:
        print(e)
conv = nn.Conv1d(2, 2, 3, padding=1, bias=False)
nn.init.dirac_(conv.weight)
x = torch.arange(6.0).reshape(1, 2, 3)
print(torch.equal(conv(x), x))
