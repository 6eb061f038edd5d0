import torch
import torch.nn.functional as F

x = torch.ones(1, 4, 4)
calls = [
    lambda: F.max_pool2d(x, 5),
    lambda: F.max_pool2d(x, 2, 0),
    lambda: F.max_pool2d(x, 2, padding=2),
    lambda: F.max_pool2d(x, (2, 2, 2)),
    lambda: F.max_pool2d(x[0], 2),
    lambda: F.max_pool2d(2.0, 2),
    lambda: F.max_pool1d(x[0, 0], 2),
    lambda: F.max_pool1d(x, 9),
    lambda: F.avg_pool1d(x, (1, 2)),
    lambda: F.avg_pool2d(x, 2, divisor_override=0),
    lambda: F.avg_pool3d(x.view(1, 1, 4, 4), 2),
    lambda: F.adaptive_avg_pool2d(x, (1, 2, 3)),
    lambda: F.adaptive_avg_pool2d(x, -1),
]
for call in calls:
    try:
        call()
    except Exception as e:
        print(type(e).__name__, str(e).split("\n")[0])
