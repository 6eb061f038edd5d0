import torch
from torch.autograd import Function
class Stop(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return None
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 3
y.register_hook(lambda g: print("hook", g))
x.register_hook(lambda g: print("leaf hook", g))
Stop.apply(y).sum().backward()
print(x.grad)
try:
    print(torch.autograd.grad(Stop.apply(x * 2).sum(), x))
except RuntimeError as e:
    print(e)
print(torch.autograd.grad(Stop.apply(x * 2).sum(), x, allow_unused=True))
print(torch.autograd.grad(Stop.apply(x * 2).sum(), x, materialize_grads=True))
