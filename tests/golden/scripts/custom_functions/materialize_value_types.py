import torch
from torch.autograd import Function
class M(Function):
    @staticmethod
    def forward(ctx, x, value):
        ctx.set_materialize_grads(value)
        return x * 2, x * 3
    @staticmethod
    def backward(ctx, g, h):
        print(h)
        return g, None
x = torch.tensor([1.0], requires_grad=True)
for value in [True, False]:
    M.apply(x, value)[0].backward()
for value in [3, None, "yes"]:
    try:
        M.apply(x, value)
    except TypeError as e:
        print(str(e).split("\n")[0])
