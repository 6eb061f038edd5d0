import torch
from torch.autograd import Function
class Wrong(Function):
    @staticmethod
    def forward(ctx, a, result):
        ctx.result = result
        return a * 2
    @staticmethod
    def backward(ctx, g):
        return ctx.result, None
a = torch.tensor(1.0, requires_grad=True)
for result in [1, 2.0, "text", (a,), [a], {}, True]:
    try:
        Wrong.apply(a, result).backward()
    except RuntimeError as e:
        print(e)
