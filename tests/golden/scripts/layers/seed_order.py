import torch
from torch import nn

torch.manual_seed(42)
net = nn.Sequential(nn.Conv2d(1, 1, 2), nn.Flatten(), nn.Linear(4, 2), nn.Embedding(2, 1))
for name, p in net.named_parameters():
    print(name, p.detach().flatten())
print(torch.rand(2))
