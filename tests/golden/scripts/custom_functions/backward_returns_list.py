import torch
from torch.autograd import Function
class Listed(Function):
    @staticmethod
    def forward(ctx, a, b):
        return a * b
    @staticmethod
    def backward(ctx, g):
        return [g, g]
a = torch.tensor(1.0, requires_grad=True)
try:
    Listed.apply(a, a).backward()
except RuntimeError as e:
    print(e)
class One(Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2
    @staticmethod
    def backward(ctx, g):
        return [g]
try:
    One.apply(a).backward()
except RuntimeError as e:
    print(e)
