import torch
from torch import nn

for fill in (nn.init.uniform_, nn.init.normal_, nn.init.xavier_uniform_):
    try:
        fill(torch.zeros(2, 2, dtype=torch.int64))
    except (RuntimeError, NotImplementedError) as e:
        print(type(e).__name__, str(e).split("\n")[0])
