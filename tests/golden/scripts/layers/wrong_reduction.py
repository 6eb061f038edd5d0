import torch
from torch import nn

for kind in (nn.MSELoss, nn.L1Loss, nn.CrossEntropyLoss, nn.BCELoss, nn.KLDivLoss, nn.HuberLoss):
    try:
        loss = kind(reduction="average")
        loss(torch.full((1, 1), 0.5), torch.zeros(1, 1))
    except ValueError as e:
        print(kind.__name__, e)
