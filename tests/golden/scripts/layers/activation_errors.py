import torch
from torch import nn

for use in (
    lambda: nn.Hardtanh(1, 1),
    lambda: nn.Softmax2d()(torch.ones(2)),
    lambda: nn.GLU()(torch.ones(3)),
    lambda: nn.PReLU(2)(torch.ones(1, 3)),
    lambda: nn.GELU("no")(torch.ones(1)),
    lambda: nn.Softmax(dim=3)(torch.ones(1)),
    lambda: nn.ReLU(inplace=True)(torch.ones(1, requires_grad=True)),
    lambda: nn.ReLU()([1.0]),
):
    try:
        use()
    except (AssertionError, ValueError, RuntimeError, IndexError, TypeError) as e:
        print(type(e).__name__, str(e).split("\n")[0])
