import torch
from torch import nn

x = torch.tensor([[[1.0, 2.0, 3.0]]])
for mode in ("zeros", "reflect", "replicate", "circular"):
    conv = nn.Conv1d(1, 1, 3, padding=1, padding_mode=mode, bias=False)
    nn.init.ones_(conv.weight)
    print(mode, conv(x).tolist())
same = nn.Conv1d(1, 1, 4, padding="same", bias=False)
nn.init.ones_(same.weight)
print(same(x).tolist())
