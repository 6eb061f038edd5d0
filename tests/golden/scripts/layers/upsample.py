import torch
from torch import nn

x = torch.tensor([[[1.0, 3.0]]], requires_grad=True)
y = nn.Upsample(scale_factor=2)(x)
print(nn.Upsample(scale_factor=2), y)
y.sum().backward()
print(x.grad)
print(nn.Upsample(size=4, mode="linear"), nn.Upsample(size=3, mode="linear", align_corners=True)(x))
print(nn.Upsample(scale_factor=(2, 3)), nn.UpsamplingNearest2d(scale_factor=2))
print(nn.UpsamplingBilinear2d(size=(1, 3))(x.reshape(1, 1, 1, 2)))
try:
    nn.Upsample()(x)
except ValueError as e:
    print(e)
