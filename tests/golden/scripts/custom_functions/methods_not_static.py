import torch
from torch.autograd import Function
class Loose(Function):
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 2 * x * g
x = torch.tensor(3.0, requires_grad=True)
y = Loose.apply(x)
print(y)
y.backward()
print(x.grad)
