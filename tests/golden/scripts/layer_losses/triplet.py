import torch
import torch.nn.functional as F

a = torch.tensor([[0.0, 0.0]], dtype=torch.float64, requires_grad=True)
p = torch.tensor([[3.0, 4.0]], dtype=torch.float64, requires_grad=True)
n = torch.tensor([[0.0, 5.5]], dtype=torch.float64, requires_grad=True)
loss = F.triplet_margin_loss(a, p, n)
loss.backward()
print(loss)
print(a.grad, p.grad, n.grad)
print(F.triplet_margin_loss(a, p, n, swap=True))
print(
    F.triplet_margin_with_distance_loss(
        a, p, n, distance_function=lambda x, y: (x - y).abs().sum(-1), margin=0.5
    )
)
for call in (
    lambda: F.triplet_margin_loss(a, p, n, margin=0),
    lambda: F.triplet_margin_loss(a, p, n[0]),
):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
