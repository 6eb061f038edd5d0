import torch
import torch.nn.functional as F

x, w = torch.ones(1, 2, 4, 4), torch.ones(3, 2, 2, 2)
calls = [
    lambda: F.conv2d(torch.ones(1, 3, 4, 4), w),
    lambda: F.conv2d(x, w, torch.ones(2)),
    lambda: F.conv2d(x, torch.ones(3, 2, 5, 5)),
    lambda: F.conv2d(x, torch.ones(3, 2, 2)),
    lambda: F.conv2d(x, w, stride=0),
    lambda: F.conv2d(x, w, padding=-1),
    lambda: F.conv2d(x, w, dilation=0),
    lambda: F.conv2d(x, w, stride=(1, 2, 3)),
    lambda: F.conv1d(torch.ones(4), torch.ones(1, 1, 2)),
    lambda: F.conv_transpose2d(x, w),
]
for call in calls:
    try:
        call()
    except RuntimeError as e:
        print(str(e).split("\n")[0])
