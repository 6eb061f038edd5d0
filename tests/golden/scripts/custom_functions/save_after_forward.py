import torch
from torch.autograd import Function
class Plain(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        print(ctx.saved_tensors)
        return g * 2
x = torch.tensor(2.0, requires_grad=True)
y = Plain.apply(x)
y.grad_fn.save_for_backward(x)
print(y.grad_fn.to_save, y.grad_fn.saved_tensors)
y.backward()
print(x.grad)
