import torch
from torch.autograd import Function
w = torch.tensor([5.0], requires_grad=True)
class Outer(Function):
    @staticmethod
    def forward(ctx, x):
        return w
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.tensor([1.0], requires_grad=True)
y = Outer.apply(x)
print(y is w, y, w.is_leaf, w.grad_fn)
y.backward()
print(x.grad, w.grad if w.is_leaf else "not a leaf")
