import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1))
x = torch.tensor([[0.5, -1.0]])
y = torch.tensor([[1.0]])
loss = nn.functional.mse_loss(net(x), y)
