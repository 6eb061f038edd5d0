import torch
import torch.nn.functional as F

x = torch.tensor([[1.0, -2.0, 3.0], [0.0, 5.0, -6.0]])
w = torch.tensor([[1.0, 0.0, 1.0], [0.0, 2.0, 0.0]])
for f in (
    F.relu,
    lambda r: F.leaky_relu(r, 0.5),
    lambda r: F.hardtanh(r, -1.0, 1.0),
    lambda r: F.pad(r, (1, 2)),
    lambda r: F.linear(r, w),
    lambda r: F.linear(r, w, torch.ones(2)),
    lambda r: F.threshold(r, 0.5, 9.0),
    lambda r: F.dropout(r, 0.5, training=False),
    lambda r: F.normalize(r * 0 + 2, p=1, dim=0, eps=1e-6) * 3,
):
    print(torch.vmap(f)(x))
