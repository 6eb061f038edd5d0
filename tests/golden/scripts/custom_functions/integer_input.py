import torch
from torch.autograd import Function
class Pick(Function):
    @staticmethod
    def forward(ctx, x, index):
        print(ctx.needs_input_grad)
        ctx.save_for_backward(index)
        ctx.size = x.shape
        return x[index]
    @staticmethod
    def backward(ctx, g):
        (index,) = ctx.saved_tensors
        out = torch.zeros(ctx.size)
        out[index] = g
        return out, None
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = Pick.apply(x, torch.tensor([2, 0]))
print(y, [f is None for f, i in y.grad_fn.next_functions])
(y * torch.tensor([1.0, 10.0])).sum().backward()
print(x.grad)
