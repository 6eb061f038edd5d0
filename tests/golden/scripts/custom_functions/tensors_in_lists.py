import torch
from torch.autograd import Function
class Total(Function):
    @staticmethod
    def forward(ctx, tensors, w):
        print(ctx.needs_input_grad)
        return sum(tensors) * w
    @staticmethod
    def backward(ctx, g):
        return None, g
a = torch.tensor(1.0, requires_grad=True)
w = torch.tensor(3.0, requires_grad=True)
y = Total.apply([a, a], w)
print(y, len(y.grad_fn.next_functions))
y.backward()
print(a.grad, w.grad)
y = Total.apply([a, a], 2.0)
print(y)
