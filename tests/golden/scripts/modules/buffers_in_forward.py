import torch
from torch import nn


class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("total", torch.zeros(1))
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        self.total += x.detach().sum()
        self.last = x
        return x * self.total


m = Counter()
x = torch.tensor([2.0], requires_grad=True)
m(x)
y = m(x)
print(y, m.total, m.calls, m.last, m.total.requires_grad)
y.backward()
print(x.grad, dict(m.state_dict()))
m.total = m.total * 2
print(m.total, list(m.buffers()))
