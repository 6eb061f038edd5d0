import copy

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(1, 1, bias=False)
        self.same = self.fc
        self.register_buffer("b", torch.ones(1))
        self.list = [1, 2]

    def forward(self, x):
        return self.same(x) + self.b


net = Net()
with torch.no_grad():
    net.fc.weight.fill_(2.0)
net(torch.tensor([3.0])).backward()
net.register_forward_hook(lambda m, args, out: print("hook", out))
twin = copy.deepcopy(net)
print(twin.fc is twin.same, twin.fc.weight is net.fc.weight, twin.fc.weight, twin.fc.weight.grad)
with torch.no_grad():
    twin.fc.weight.fill_(5.0)
    twin.b.fill_(7.0)
twin.list.append(3)
print(net.fc.weight, net.b, net.list, twin.list)
print(net(torch.tensor([1.0])), twin(torch.tensor([1.0])))
shallow = copy.copy(net)
print(shallow.fc is net.fc, shallow.fc.weight is net.fc.weight)
twin(torch.tensor([1.0])).backward()
print(net.fc.weight.grad, twin.fc.weight.grad, twin.same.weight.requires_grad)
