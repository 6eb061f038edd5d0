import torch
from torch.autograd import Function
class Once(Function):
    clear_saved_tensors_on_access = True
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        try:
            print(ctx.saved_tensors)
        except RuntimeError as e:
            print(e)
        return 2 * x * g
x = torch.tensor(3.0, requires_grad=True)
Once.apply(x).backward()
print(x.grad)
