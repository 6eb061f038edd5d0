import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Buffer(torch.ones(2))
        self.b = nn.Buffer(torch.zeros(1), persistent=False)


net = Net()
print([k for k, _ in net.named_buffers()], list(net.state_dict()), net.a, nn.Buffer())
print(isinstance(net.a, nn.Buffer), isinstance(torch.ones(1), nn.Buffer), type(net.a))
net.b = torch.ones(3)
print(list(net.state_dict()), net.b)
net.b = nn.Buffer(torch.ones(1))
print(list(net.state_dict()))
data = torch.ones(1)
net.a = nn.Buffer(data)
net.a += 5
print(data, net.a)


class Late(nn.Module):
    def __init__(self):
        self.a = nn.Buffer(torch.ones(2))


try:
    Late()
except AttributeError as e:
    print(e)
