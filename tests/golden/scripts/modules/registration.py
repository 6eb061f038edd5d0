import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))
        self.register_buffer("count", torch.tensor(3))
        self.plain = torch.ones(2)
        self.child = nn.Identity()
        self.number = 5

    def forward(self, x):
        return self.child(self.w * x + self.count)


net = Net()
print([name for name, _ in net.named_parameters()])
print([name for name, _ in net.named_buffers()])
print([name for name, _ in net.named_children()])
print(net.w, net.count, net.plain, net.number)
y = net(torch.tensor([3.0, 4.0]))
print(y)
y.sum().backward()
print(net.w.grad, net.plain.requires_grad)
