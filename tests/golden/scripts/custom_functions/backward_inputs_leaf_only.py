import torch
from torch.autograd import Function
class Mul(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b
    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        print("backward", g)
        return g * b, g * a
a = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(3.0, requires_grad=True)
m = a * 1
y = Mul.apply(m, b) * 2
m.retain_grad()
y.backward(inputs=[m, b], retain_graph=True)
print(a.grad, b.grad, m.grad)
y.backward(inputs=[y])
print(y.grad)
