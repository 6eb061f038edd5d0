import torch
class Bad(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        return a + b
    @staticmethod
    def backward(ctx, g):
        return g
a = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)
try:
    Bad.apply(a, b).backward()
except RuntimeError as e:
    print(e)
class BadShape(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        return a.sum()
    @staticmethod
    def backward(ctx, g):
        return torch.ones(3)
x = torch.ones(2, requires_grad=True)
try:
    BadShape.apply(x).backward()
except RuntimeError as e:
    print(e)
