import torch
from torch.utils.checkpoint import checkpoint


def inner(x):
    print("inner")
    return x.sin()


for reentrant in [True, False]:

    def outer(x):
        print("outer")
        return checkpoint(inner, x, use_reentrant=reentrant) * x

    x = torch.tensor([0.0, 1.0], requires_grad=True)
    out = checkpoint(outer, x, use_reentrant=reentrant)
    print("backward")
    out.sum().backward()
    print(x.grad)
