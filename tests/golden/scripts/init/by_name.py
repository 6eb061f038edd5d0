import torch
import torch.nn.init as init
from torch.nn.init import xavier_uniform_
from torch import nn

torch.manual_seed(5)
net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))


def prepare(m):
    if isinstance(m, nn.Linear):
        xavier_uniform_(m.weight)
        init.zeros_(m.bias)


net.apply(prepare)
for name, p in net.named_parameters():
    print(name, p)
