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
        print(ctx.needs_input_grad)
        return g * b, g * a
a = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(5.0, requires_grad=True)
y = Mul.apply(a, b)
print(torch.autograd.grad(y, a, retain_graph=True))
y.backward(inputs=[b])
print(a.grad, b.grad)
