import torch
import torch.nn.functional as F

x = torch.arange(16.0).reshape(1, 1, 4, 4).requires_grad_()
w = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]], requires_grad=True)
for options in (
    {"stride": 2},
    {"padding": 1},
    {"dilation": 2},
    {"stride": (1, 2), "padding": (0, 1)},
):
    y = F.conv2d(x, w, **options)
    print(options, y.shape)
    print(y)
    gx, gw = torch.autograd.grad(y.sum(), (x, w))
    print(gx)
    print(gw)
