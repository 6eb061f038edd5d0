import torch
from torch.utils.checkpoint import checkpoint

for reentrant in [True, False]:
    for preserve in [True, False]:
        torch.manual_seed(0)
        x = torch.ones(3, requires_grad=True)
        masks = []

        def noisy(v):
            mask = torch.randint(0, 10, (3,))
            masks.append(mask)
            return v * v * mask

        out = checkpoint(noisy, x, use_reentrant=reentrant, preserve_rng_state=preserve)
        out.sum().backward()
        print(reentrant, preserve, torch.equal(masks[0], masks[1]), x.grad, torch.randint(0, 10, (1,)))
