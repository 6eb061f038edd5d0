import torch
from torch.utils.checkpoint import checkpoint


def block(x, w):
    print("computing", torch.is_grad_enabled())
    return (x * w).exp()


for reentrant in [True, False]:
    x = torch.tensor([0.0, 1.0], requires_grad=True)
    w = torch.tensor([1.0, 0.0], requires_grad=True)
    out = checkpoint(block, x, w, use_reentrant=reentrant)
    print(out)
    print("backward")
    out.sum().backward()
    print(x.grad, w.grad)
    with torch.no_grad():
        print(checkpoint(block, x, w, use_reentrant=reentrant))
