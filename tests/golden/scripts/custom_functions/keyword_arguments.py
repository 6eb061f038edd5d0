import torch
from torch.autograd import Function
class Scale(Function):
    @staticmethod
    def forward(ctx, x, k=2, b=None):
        print(k, b, ctx.needs_input_grad)
        return x * k
    @staticmethod
    def backward(ctx, *g):
        print(ctx.needs_input_grad)
        return tuple(g[0] if need else None for need in ctx.needs_input_grad)
x = torch.tensor([1.0, 2.0], requires_grad=True)
Scale.apply(x, k=3).sum().backward()
print(x.grad)
Scale.apply(x=x).sum().backward()
y = Scale.apply(x, b=x)
y.sum().backward()
print(x.grad, len(y.grad_fn.next_functions))
