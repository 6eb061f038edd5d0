import torch
from torch.autograd import Function
class Double(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2, x * 3
    @staticmethod
    def backward(ctx, a, b):
        print("backward", a, b)
        return a * 2 + b * 3
x = torch.tensor(1.0, requires_grad=True)
p, q = Double.apply(x)
p.grad_fn.register_hook(lambda gi, go: print("post", gi, go))
p.grad_fn.register_prehook(lambda go: print("pre", go))
p.register_hook(lambda g: g * 10)
p.backward()
print(x.grad)
