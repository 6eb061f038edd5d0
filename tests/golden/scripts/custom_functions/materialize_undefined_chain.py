import torch
from torch.autograd import Function
class Stop(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        print("stop", g)
        return None
class Seen(Function):
    @staticmethod
    def forward(ctx, x, materialize):
        ctx.set_materialize_grads(materialize)
        return x * 3
    @staticmethod
    def backward(ctx, g):
        print("seen", g)
        return g, None
x = torch.tensor([1.0, 2.0], requires_grad=True)
for materialize in [True, False]:
    y = Stop.apply(Seen.apply(x, materialize))
    y.sum().backward()
    print(x.grad)
