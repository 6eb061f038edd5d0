import torch
import torch.nn.functional as F

x = torch.tensor([[0.0, 0.0], [3.0, 4.0], [0.0, 4.0]], requires_grad=True)
d = torch.cdist(x, x.detach())
print(d, d.grad_fn.name())
d.sum().backward()
print(x.grad)
print(F.pdist(x), F.pdist(x, 1.0), F.pdist(x, float("inf")))
y = F.pairwise_distance(x[0], x[1], eps=0.0)
print(y, y.grad_fn.name())
for call in (
    lambda: torch.cdist(x, x[:, :1]),
    lambda: F.pdist(x[0]),
    lambda: torch.cdist(x, x, p=-1),
):
    try:
        call()
    except RuntimeError as e:
        print(e)
