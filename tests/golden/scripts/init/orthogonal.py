import torch
from torch import nn

torch.manual_seed(0)
for shape in ((3, 3), (2, 4), (4, 2), (2, 2, 2)):
    w = nn.init.orthogonal_(torch.empty(shape, dtype=torch.float64))
    flat = w.flatten(1)
    small = flat @ flat.T if flat.shape[0] <= flat.shape[1] else flat.T @ flat
    print(shape, (small - torch.eye(small.shape[0])).abs().max() < 1e-9, w)
print(nn.init.orthogonal_(torch.empty(2, 2), gain=2.0))
print(nn.init.orthogonal_(torch.empty(0, 2)).shape)
try:
    nn.init.orthogonal_(torch.empty(2))
except ValueError as e:
    print(e)
