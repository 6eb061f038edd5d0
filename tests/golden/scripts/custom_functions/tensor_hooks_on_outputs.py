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
x = torch.tensor([1.0], requires_grad=True)
y = Double.apply(x)
y.retain_grad()
y.register_hook(lambda g: g * 10)
y.backward()
print(y.grad, x.grad)
