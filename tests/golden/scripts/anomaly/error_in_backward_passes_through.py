import torch

class Bad(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 1
    @staticmethod
    def backward(ctx, g):
        raise ValueError("not today")
a = torch.tensor(1., requires_grad=True)
with torch.autograd.set_detect_anomaly(True):
    try:
        Bad.apply(a).backward()
    except ValueError as e:
        print(e)
