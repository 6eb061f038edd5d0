import torch
import torch.nn.functional as F

x = torch.tensor([[0.5, 1.0, 0.0], [2.0, 0.0, 1.5]], requires_grad=True)
y = torch.tensor([1, 0])
for p in (1, 2):
    loss = F.multi_margin_loss(x, y, p=p, reduction="sum")
    print(loss)
    print(torch.autograd.grad(loss, x)[0])
print(F.multi_margin_loss(x, y, weight=torch.tensor([1.0, 3.0, 0.0]), reduction="none"))
for call in (
    lambda: F.multi_margin_loss(x, y, p=3),
    lambda: F.multi_margin_loss(x, torch.tensor([0, 3])),
    lambda: F.multi_margin_loss(x, y.float()),
    lambda: F.multi_margin_loss(x, y[:1]),
):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
