import torch
from torch.autograd import Function
class Nest(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2, (x * 3, x), [x]
    @staticmethod
    def backward(ctx, *g):
        print(g)
        return g[0]
x = torch.tensor(3.0, requires_grad=True)
a, b, c = Nest.apply(x)
print(a, b, c, c[0] is x)
a.backward()
print(x.grad)
