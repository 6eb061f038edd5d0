import torch
from torch.utils.checkpoint import checkpoint

for reentrant in [True, False]:
    x = torch.tensor([2.0], requires_grad=True)
    for action in [
        lambda: torch.autograd.grad(checkpoint(lambda v: v ** 3, x, use_reentrant=reentrant), x),
        lambda: checkpoint(lambda v: v ** 3, x, use_reentrant=reentrant).backward(inputs=[x]),
        lambda: torch.autograd.grad(
            torch.autograd.grad(
                checkpoint(lambda v: v ** 3, x, use_reentrant=reentrant), x, create_graph=True
            )[0],
            x,
        ),
    ]:
        try:
            print(action())
        except RuntimeError as e:
            print(e)
    print(x.grad)
