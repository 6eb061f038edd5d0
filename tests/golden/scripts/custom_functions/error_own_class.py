import torch
from torch.autograd import Function
class Mine(Exception):
    pass
class Fails(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        raise Mine("own", 7)
x = torch.tensor(2.0, requires_grad=True)
try:
    (Fails.apply(x) * 3).backward()
except Mine as e:
    print("caught", e.args)
