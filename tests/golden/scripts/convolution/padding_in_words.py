import torch
import torch.nn.functional as F

x = torch.tensor([[[1.0, 2.0, 3.0, 4.0]]], requires_grad=True)
w = torch.ones(1, 1, 3)
print(F.conv1d(x, w, padding="same"))
print(F.conv1d(x, w, padding="valid"))
print(F.conv1d(x, w, padding="same", dilation=2))
for options in ({"padding": "full"}, {"padding": "same", "stride": 2}):
    try:
        F.conv1d(x, w, **options)
    except RuntimeError as e:
        print(str(e).split("\n")[0])
