import torch
from torch.autograd import Function
class Mixed(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2, 7, None, "text", [x * 3]
    @staticmethod
    def backward(ctx, *grads):
        print(len(grads), grads)
        return grads[0] * 2
x = torch.tensor(3.0, requires_grad=True)
out = Mixed.apply(x)
print(out)
print(out[4][0].requires_grad)
out[0].backward()
print(x.grad)
