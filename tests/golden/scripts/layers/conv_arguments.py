import torch
from torch import nn

for use in (
    lambda: nn.Conv2d(3, 4, 2, groups=2),
    lambda: nn.Conv2d(2, 3, 2, groups=2),
    lambda: nn.Conv2d(2, 3, 2, groups=0),
    lambda: nn.Conv2d(1, 1, 2, padding="same", stride=2),
    lambda: nn.ConvTranspose2d(1, 1, 2, padding_mode="reflect"),
    lambda: nn.Conv2d(1, 1),
):
    try:
        use()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
conv = nn.Conv2d(2, 3, 2)
for shape in ((1, 1, 4, 4), (4, 4), (1, 2, 1, 4), (1, 2, 3, 4, 4)):
    try:
        conv(torch.ones(shape))
    except RuntimeError as e:
        print(str(e).split("\n")[0])
