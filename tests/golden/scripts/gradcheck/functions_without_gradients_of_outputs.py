import torch
from torch.autograd import gradcheck
class Careless(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.set_materialize_grads(False)
        return x * 2
    @staticmethod
    def backward(ctx, grad):
        return grad * 2
class Pair(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.set_materialize_grads(False)
        return x * 2, x * 3
    @staticmethod
    def backward(ctx, first, second):
        if first is None:
            raise RuntimeError("no first gradient")
        return first * 2 if second is None else first * 2 + second * 3
class Loud(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, grad):
        print(grad)
        return grad * 2
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])
x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(Careless.apply, x))
attempt(lambda: gradcheck(Careless.apply, x, check_undefined_grad=False))
attempt(lambda: gradcheck(Pair.apply, x))
attempt(lambda: gradcheck(Pair.apply, x, raise_exception=False))
attempt(lambda: gradcheck(Pair.apply, x, check_undefined_grad=False))
attempt(lambda: gradcheck(Loud.apply, x))
attempt(lambda: gradcheck(lambda x: Loud.apply(x).sin(), x))
