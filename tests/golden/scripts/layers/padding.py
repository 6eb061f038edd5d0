import torch
from torch import nn

x = torch.tensor([[[1.0, 2.0, 3.0]]], requires_grad=True)
for pad in (
    nn.ZeroPad1d(1),
    nn.ConstantPad1d((0, 2), 9.0),
    nn.ReflectionPad1d(2),
    nn.ReplicationPad1d((2, 1)),
    nn.CircularPad1d(1),
):
    x.grad = None
    y = pad(x)
    y.sum().backward()
    print(pad, y.tolist(), x.grad.tolist())
print(nn.ZeroPad2d((1, 0, 0, 0))(torch.ones(1, 1, 2)), nn.ZeroPad2d(1), nn.ConstantPad3d(1, 2))
for use in (
    lambda: nn.ReflectionPad1d(3)(x),
    lambda: nn.CircularPad1d(4)(x),
    lambda: nn.CircularPad1d(1)(x[0, 0]),
):
    try:
        use()
    except (RuntimeError, ValueError) as e:
        print(type(e).__name__, str(e).split("\n")[0])
