import torch
from torch import nn

x = torch.tensor([[0.0, 1.0]], requires_grad=True)
t = torch.tensor([[1.0, 2.0]])
y = nn.PoissonNLLLoss(log_input=False, eps=0.0, reduction="none")(x + 1, t)
print(y.detach().round(decimals=3))
y = nn.GaussianNLLLoss()(x, t, torch.ones(1, 2))
print(y)
y.backward()
print(x.grad)
print(nn.KLDivLoss(reduction="batchmean")(x, t / 3).detach().round(decimals=3))
print(
    nn.CosineEmbeddingLoss()(x, x, torch.tensor([-1.0])).detach().round(),
    nn.SoftMarginLoss()(x * 0, t),
)
for use in (lambda: nn.GaussianNLLLoss()(x, t, torch.tensor([[-1.0, 1.0]])),):
    try:
        use()
    except ValueError as e:
        print(e)
