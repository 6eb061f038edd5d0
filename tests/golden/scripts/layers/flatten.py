import torch
from torch import nn

x = torch.arange(24.0).reshape(2, 3, 4).requires_grad_()
y = nn.Flatten()(x)
print(nn.Flatten(), y.shape, y.grad_fn)
y.sum().backward()
print(x.grad.shape)
print(nn.Flatten(0)(x).shape, nn.Flatten(0, 1), nn.Flatten(0, 1)(x).shape)
print(nn.Unflatten(1, (1, 3)), nn.Unflatten(1, (1, 3))(x).shape, nn.Unflatten(-1, [2, 2])(x).shape)
for use in (
    lambda: nn.Unflatten(1, 3),
    lambda: nn.Unflatten(1, (1.5, 2)),
    lambda: nn.Unflatten(0, "ab"),
):
    try:
        use()
    except TypeError as e:
        print(e)
try:
    nn.Unflatten(1, (2, 2))(x)
except RuntimeError as e:
    print(str(e).split("\n")[0])
