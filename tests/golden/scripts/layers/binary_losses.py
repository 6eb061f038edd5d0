import torch
from torch import nn

x = torch.tensor([0.5, 0.5], requires_grad=True)
t = torch.tensor([0.0, 1.0])
y = nn.BCELoss()(x, t)
print(y)
y.backward()
print(x.grad)
z = torch.zeros(2, requires_grad=True)
loss = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([3.0, 3.0]), reduction="none")
print(loss, list(loss.state_dict()), loss(z, t))
loss(z, t).sum().backward()
print(z.grad)
print(nn.BCELoss(weight=torch.tensor([2.0, 0.0]), reduction="sum")(x, t))
for use in (lambda: nn.BCELoss()(x * 4, t), lambda: nn.BCELoss()(x, torch.ones(3))):
    try:
        use()
    except (RuntimeError, ValueError) as e:
        print(type(e).__name__, str(e).split("\n")[0])
