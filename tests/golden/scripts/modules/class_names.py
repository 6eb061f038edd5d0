import torch
from torch import nn


class Net(nn.Module):
    pass


print(Net, type(Net()), nn.Module, nn.Linear, nn.Sequential, nn.Parameter)
for module in (nn.ReLU(), nn.BatchNorm2d(1), nn.ParameterList(), nn.MSELoss(), nn.Embedding(1, 1)):
    print(type(module))
print(isinstance(Net(), nn.Module), issubclass(nn.BatchNorm1d, nn.Module))
print(torch.typename(nn.Linear(1, 1)), torch.typename(Net()), torch.typename(torch.ones(1)))
print(isinstance(nn.Parameter(torch.ones(1)), torch.Tensor))
