import torch
from torch.autograd import Function
class Show(Function):
    @staticmethod
    def forward(ctx, a, n, b, c):
        print("forward", ctx.needs_input_grad)
        return a * b * c * n
    @staticmethod
    def backward(ctx, g):
        print("backward", ctx.needs_input_grad)
        return g, None, g, g
a = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(2.0)
c = (a * 3)
y = Show.apply(a, 2, b, c)
y.backward()
print(a.grad, y.grad_fn.needs_input_grad)
with torch.no_grad():
    Show.apply(a, 2, b, c)
Show.apply(b, 2, b, b)
