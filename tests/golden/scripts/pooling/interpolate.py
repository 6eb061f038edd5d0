import torch
import torch.nn.functional as F

x = torch.tensor([[[1.0, 3.0, 5.0]]], requires_grad=True)
for options in ({"scale_factor": 2}, {"size": 2}, {"scale_factor": 2, "mode": "linear"}, {"size": 5, "mode": "linear", "align_corners": True}):
    y = F.interpolate(x, **options)
    print(y, y.grad_fn.name())
    print(torch.autograd.grad(y.sum(), x)[0])
image = torch.arange(4.0).reshape(1, 1, 2, 2)
print(F.interpolate(image, scale_factor=2, mode="bilinear"))
print(F.interpolate(image, size=1, mode="area"))
for call in (
    lambda: F.interpolate(x),
    lambda: F.interpolate(x, 3, mode="bilinear"),
    lambda: F.interpolate(x, 3, align_corners=True),
    lambda: F.interpolate(x, (3, 3)),
):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
