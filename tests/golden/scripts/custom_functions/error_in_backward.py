import torch
from torch.autograd import Function
class Fails(Function):
    @staticmethod
    def forward(ctx, x, error):
        ctx.error = error
        return x * 2
    @staticmethod
    def backward(ctx, g):
        raise ctx.error
x = torch.tensor(2.0, requires_grad=True)
for error in [ValueError("no"), KeyError("k"), RuntimeError("r"), ZeroDivisionError(), TypeError("t", 3)]:
    try:
        Fails.apply(x, error).backward()
    except Exception as e:
        print(type(e).__name__, e, e is error, e.args, torch.is_grad_enabled())
print(x.grad)
