import torch
from torch.utils.checkpoint import checkpoint

for reentrant in [True, False]:
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = x * 1
    out = checkpoint(lambda v: v * v, y, use_reentrant=reentrant)
    y.add_(1)
    try:
        out.sum().backward()
        print(x.grad)
    except RuntimeError as e:
        print(e)
