import torch
print(torch.arange(2000))
print(torch.arange(10000.0).reshape(100, 100))
print(torch.zeros(30, 10, 10))
print(torch.arange(1001.0))
print(torch.arange(1000.0)[-3:])
print((torch.ones(2000, requires_grad=True) * 2))
