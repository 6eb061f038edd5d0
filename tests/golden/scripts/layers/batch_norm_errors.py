import torch
from torch import nn

for norm, shape in (
    (nn.BatchNorm1d(2), (2,)),
    (nn.BatchNorm1d(2), (1, 2, 3, 4)),
    (nn.BatchNorm2d(2), (1, 2, 3)),
    (nn.BatchNorm3d(2), (1, 2, 3, 3)),
    (nn.BatchNorm1d(2), (1, 2)),
    (nn.InstanceNorm1d(2), (2,)),
    (nn.InstanceNorm2d(2), (1, 2)),
):
    try:
        norm(torch.ones(shape))
    except ValueError as e:
        print(e)
try:
    nn.BatchNorm1d(3)(torch.ones(2, 2))
except RuntimeError as e:
    print(str(e).split("\n")[0])
