import torch
from torch.autograd import Function
class Boxed(Function):
    boxed_grads_call = True
    @staticmethod
    def forward(ctx, x):
        return x * 2, x * 3
    @staticmethod
    def backward(ctx, grads):
        print(type(grads), grads)
        b = grads.pop()
        return grads[0] * 2 + b * 3
x = torch.tensor(3.0, requires_grad=True)
a, b = Boxed.apply(x)
(a + b).backward()
print(x.grad)
