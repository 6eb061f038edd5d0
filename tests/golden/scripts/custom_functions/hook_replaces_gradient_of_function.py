import torch
from torch.autograd import Function
class Double(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        print("backward", g)
        return g * 2
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = Double.apply(x)
handle = y.grad_fn.register_prehook(lambda g: (g[0] * 10,))
y.grad_fn.register_hook(lambda gi, go: (gi[0] + 1,))
y.sum().backward()
print(x.grad)
handle.remove()
y.sum().backward()
print(x.grad)
