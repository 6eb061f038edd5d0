import torch
from torch.func import grad, vjp
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

class Old(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, grad):
        return grad * 2
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
attempt(lambda: grad(lambda x: Old.apply(x).sum())(x))
attempt(lambda: vjp(Old.apply, x))
attempt(lambda: grad(lambda x: Cube.apply(x).sum())(x))
attempt(lambda: grad(grad(Cube.apply))(torch.tensor(2.0)))
leaf = torch.tensor([1.0, 2.0], requires_grad=True)
g = grad(lambda x: Cube.apply(x).sum())(leaf)
print(g.requires_grad, torch.autograd.grad(g.sum(), leaf))
print(Old.apply(leaf).sum().requires_grad)
