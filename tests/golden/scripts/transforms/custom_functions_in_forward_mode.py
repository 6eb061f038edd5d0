import torch
from torch.func import jvp, jacfwd, hessian, jacrev
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

class Cube(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return x ** 3
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)
    @staticmethod
    def backward(ctx, grad):
        x, = ctx.saved_tensors
        return grad * 3 * x ** 2
x = torch.tensor([1.0, 2.0])
attempt(lambda: jvp(Cube.apply, (x,), (x,)))
attempt(lambda: hessian(lambda x: (x ** 2).sum() + x.detach().sum())(x))
attempt(lambda: jvp(lambda x: x ** 2 + Cube.apply(x.detach()), (x,), (x,)))
