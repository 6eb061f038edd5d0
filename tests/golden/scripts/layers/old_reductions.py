import torch
from torch import nn

for kwargs in (
    {"size_average": False},
    {"reduce": False},
    {"size_average": True},
    {"reduce": True},
):
    loss = nn.MSELoss(**kwargs)
    print(kwargs, loss.reduction, loss(torch.ones(2), torch.zeros(2)))
