import torch
y = torch.tensor([1.0, 4.0])
print(torch.sqrt_(y) is y, y, y._version)
print(torch.neg_(y), torch.square_(y), torch.clamp_(y, 2, 3), torch.zero_(y), torch.fill_(y, 5))
