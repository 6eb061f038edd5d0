import torch
from torch.autograd import Function
class Direct(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2
class Separate(Function):
    @staticmethod
    def forward(x):
        return x * x
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * 2 * x
x = torch.tensor([1.0, 3.0])
try:
    torch.func.grad(lambda t: Direct.apply(t).sum())(x)
except RuntimeError as e:
    print(e)
print(torch.func.grad(lambda t: Separate.apply(t).sum())(x))
print(torch.func.jacrev(Separate.apply)(x))
try:
    torch.func.vmap(Separate.apply)(x)
except RuntimeError as e:
    print(e)
try:
    torch.func.jvp(Separate.apply, (x,), (x,))
except NotImplementedError as e:
    print(e)
