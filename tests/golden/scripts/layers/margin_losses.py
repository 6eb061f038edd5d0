import torch
from torch import nn

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([2.0, 0.0])
y = nn.MarginRankingLoss(margin=1.0)(a, b, torch.tensor([1.0, 1.0]))
print(y)
y.backward()
print(a.grad)
x = torch.tensor([[1.0, 2.0, 4.0]], requires_grad=True)
y = nn.MultiMarginLoss(margin=1.0)(x, torch.tensor([1]))
print(y)
y.backward()
print(x.grad)
print(nn.MultiLabelMarginLoss()(x, torch.tensor([[2, -1, 0]])))
print(
    nn.TripletMarginLoss(eps=0.0)(
        torch.zeros(1, 2), torch.tensor([[3.0, 4.0]]), torch.ones(1, 2) * 0.0 + 6.0
    ).shape
)
for use in (
    lambda: nn.MultiMarginLoss(p=3),
    lambda: nn.MultiMarginLoss(weight=torch.ones(1, 2)),
    lambda: nn.TripletMarginLoss(margin=0),
    lambda: nn.TripletMarginWithDistanceLoss(margin=-1.0),
    lambda: nn.HuberLoss(delta="x"),
):
    try:
        use()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
