import torch
import warnings
from torch.utils.checkpoint import checkpoint

c = torch.tensor([1.0])
w = torch.tensor([2.0], requires_grad=True)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    out = checkpoint(lambda v: v * w, c, use_reentrant=True)
print(out, out.requires_grad)
out = checkpoint(lambda v: v * w, c, use_reentrant=False)
print(out, out.requires_grad)
out.backward()
print(w.grad)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for action in [
        lambda: checkpoint(lambda v: v * w, c, use_reentrant=True),
        lambda: checkpoint(lambda v: v * w, w),
    ]:
        try:
            action()
        except UserWarning as e:
            print(str(e)[:90])
out = checkpoint(lambda v: v.detach(), w, use_reentrant=True)
try:
    out.backward()
except RuntimeError as e:
    print(e)
