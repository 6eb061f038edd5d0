import torch
from torch.autograd import Function
class Bad(Function):
    @staticmethod
    def forward(ctx, x, c, w):
        return x * w
    @staticmethod
    def backward(ctx, g):
        return g, None, g * float("nan")
x = torch.tensor(1.0, requires_grad=True)
w = torch.tensor(2.0, requires_grad=True)
try:
    with torch.autograd.detect_anomaly():
        Bad.apply(x, torch.tensor(3.0), w).backward()
except RuntimeError as e:
    print(e)
Bad.apply(x, torch.tensor(3.0), w).backward()
print(x.grad, w.grad)
