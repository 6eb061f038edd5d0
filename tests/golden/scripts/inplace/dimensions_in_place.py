import torch
y = torch.zeros(1, 2, 1)
print(y.squeeze_(0).shape, y.unsqueeze_(-1).shape, y.transpose_(0, 1).shape, y.squeeze_().shape)
print(y.shape, y._version, y.swapaxes_(0, -1).shape)
