import torch
from torch import nn

x = torch.arange(4.0).reshape(1, 4, 1, 1).requires_grad_()
y = nn.PixelShuffle(2)(x)
print(nn.PixelShuffle(2), y, nn.PixelUnshuffle(2)(y).shape)
(y * torch.tensor([[1.0, 2.0], [3.0, 4.0]])).sum().backward()
print(x.grad.flatten(), nn.PixelUnshuffle(2), nn.ChannelShuffle(2))
print(nn.ChannelShuffle(2)(torch.arange(4.0).reshape(1, 4, 1)).flatten())
try:
    nn.PixelShuffle(2)(torch.ones(1, 3, 1, 1))
except RuntimeError as e:
    print(str(e).split("\n")[0])
