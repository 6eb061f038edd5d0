import torch
from torch.utils.checkpoint import checkpoint, set_checkpoint_early_stop


def block(x):
    y = x.sin()
    print("first")
    z = y * y
    print("second")
    return z + 1


x = torch.tensor([0.5], requires_grad=True)
for early in [True, False]:
    print("early", early)
    checkpoint(block, x, use_reentrant=False, early_stop=early).backward()
with set_checkpoint_early_stop(False):
    out = checkpoint(block, x, use_reentrant=False)
out.backward()
print(x.grad)
