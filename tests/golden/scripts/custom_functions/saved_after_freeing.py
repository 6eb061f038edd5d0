import torch
from torch.autograd import Function
class Square(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 2 * x * g
x = torch.tensor(3.0, requires_grad=True)
y = Square.apply(x)
fn = y.grad_fn
y.backward()
try:
    fn.saved_tensors
except RuntimeError as e:
    print(e)
try:
    y.backward()
except RuntimeError as e:
    print(e)
print(x.grad)
