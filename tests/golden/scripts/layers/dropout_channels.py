import torch
from torch import nn

torch.manual_seed(1)
x = torch.ones(1, 4, 2, 2)
y = nn.Dropout2d(0.5)(x)
print(y.sum(dim=(2, 3)))
print(nn.Dropout1d(0.5)(torch.ones(4, 3)))
print(nn.Dropout3d(0.5)(torch.ones(1, 4, 1, 1, 2)).flatten())
print(nn.FeatureAlphaDropout(0.5).eval()(torch.ones(1, 2, 1)))
