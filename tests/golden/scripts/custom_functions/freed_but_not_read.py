import torch
from torch.autograd import Function
class Quiet(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2
x = torch.tensor(3.0, requires_grad=True)
y = Quiet.apply(x)
y.backward()
y.backward()
print(x.grad)
try:
    print(y.grad_fn.saved_tensors)
except RuntimeError as e:
    print(str(e)[:60])
