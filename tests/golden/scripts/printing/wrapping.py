import torch
print(torch.arange(30))
print(torch.arange(30.0) / 7)
print(torch.arange(40.0).reshape(2, 20))
print(torch.arange(24, dtype=torch.int16) * 1000)
print((torch.arange(25.0, requires_grad=True) * 1.5))
print(torch.ones(60, dtype=torch.bool))
