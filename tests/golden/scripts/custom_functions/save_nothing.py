import torch
from torch.autograd import Function
class Double(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        print(ctx.saved_tensors, ctx.to_save)
        return g * 2
x = torch.tensor(2.0, requires_grad=True)
y = Double.apply(x)
print(y.grad_fn.saved_tensors)
y.backward()
y.backward()
print(x.grad)
