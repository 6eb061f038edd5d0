import torch
from torch import nn

x = torch.tensor([1.0, 3.0], requires_grad=True)
t = torch.tensor([0.0, 0.0])
for loss in (
    nn.MSELoss(),
    nn.MSELoss(reduction="sum"),
    nn.MSELoss(reduction="none"),
    nn.L1Loss(),
    nn.SmoothL1Loss(),
    nn.HuberLoss(delta=2.0),
    nn.HingeEmbeddingLoss(margin=4.0),
):
    x.grad = None
    y = loss(x, t - 1 if "Hinge" in str(loss) else t)
    y.sum().backward()
    print(loss, loss.reduction, y, x.grad)
