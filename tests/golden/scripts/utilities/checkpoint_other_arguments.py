import torch
from torch.utils.checkpoint import checkpoint


def block(x, factor, extra=None, *, shift=0):
    return x * x * factor + shift, extra, "text"


x = torch.tensor([2.0], requires_grad=True)
out, extra, text = checkpoint(block, x, 3, use_reentrant=True)
print(out, extra, text)
out.backward()
print(x.grad)
out, extra, text = checkpoint(block, x, 3, extra=[1], shift=5, use_reentrant=False)
print(out, extra, text)
out.backward()
print(x.grad)
for options in [
    {"use_reentrant": True, "shift": 5},
    {"use_reentrant": True, "debug": True},
    {"use_reentrant": False, "determinism_check": "all"},
]:
    try:
        checkpoint(block, x, 3, **options)
    except Exception as e:
        print(type(e).__name__, e)
