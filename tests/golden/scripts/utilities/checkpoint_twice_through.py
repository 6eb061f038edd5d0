import torch
from torch.utils.checkpoint import checkpoint

for reentrant in [True, False]:
    x = torch.tensor([2.0], requires_grad=True)
    out = checkpoint(lambda v: v ** 3, x, use_reentrant=reentrant)
    out.backward(retain_graph=True)
    out.backward()
    print(x.grad)
    try:
        out.backward()
    except RuntimeError as e:
        print(str(e).split("\n")[0])
