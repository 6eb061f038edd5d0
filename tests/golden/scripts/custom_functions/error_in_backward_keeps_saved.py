import torch
from torch.autograd import Function
class Moody(Function):
    calls = []
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        Moody.calls.append(1)
        if len(Moody.calls) == 1:
            raise ValueError("not now")
        return 2 * x * g
x = torch.tensor(3.0, requires_grad=True)
y = Moody.apply(x)
try:
    y.backward()
except ValueError as e:
    print("first", e)
print(x.grad)
y.backward()
print(x.grad)
