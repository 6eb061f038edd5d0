import torch
import torch.nn.functional as F

x, w = torch.ones(1, 2, 4), torch.ones(3, 2, 2)
calls = [
    lambda: F.conv1d(x),
    lambda: F.conv1d(x, 2),
    lambda: F.conv1d(x, w, stride=1.5),
    lambda: F.conv1d(x, w, groups="a"),
    lambda: F.conv1d(x, w, bogus=1),
    lambda: F.conv_transpose1d(x, w, padding="same"),
    lambda: F.conv1d(x, w.double()),
    lambda: F.conv1d(x, w, torch.ones(3).double()),
]
for call in calls:
    try:
        call()
    except (TypeError, RuntimeError) as e:
        print(type(e).__name__, str(e).split("\n")[0])
