import torch

class Bad(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        return x + y
    @staticmethod
    def backward(ctx, g):
        return g, g * float("nan")
a = torch.tensor(1., requires_grad=True)
b = torch.tensor(1., requires_grad=True)
with torch.autograd.set_detect_anomaly(True):
    try:
        Bad.apply(a, b).backward()
    except RuntimeError as e:
        print(e)
print(a.grad, b.grad)
