import torch
import torch.nn.functional as F

x = torch.tensor([[1.0, 2.0, 3.0]], requires_grad=True)
for mode in ("constant", "reflect", "replicate", "circular"):
    y = F.pad(x, (2, 1), mode)
    print(mode, y)
    print(torch.autograd.grad(y, x, torch.tensor([[1.0, 10.0, 100.0, 1000.0, 1e4, 1e5]]))[0])
print(F.pad(x, (-1, 2), value=7.0))
for widths, mode in (
    ((3, 0), "reflect"),
    ((4, 0), "circular"),
    ((1, 1, 1, 1), "replicate"),
    ((1, 1), "odd"),
    ((1,), "constant"),
):
    try:
        F.pad(x, widths, mode)
    except Exception as e:
        print(type(e).__name__, e)
