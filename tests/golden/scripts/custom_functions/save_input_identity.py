import torch
from torch.autograd import Function
class Square(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        print("leaf itself", x is leaf, "middle itself", x is middle, x.grad_fn)
        return 2 * x * g
leaf = torch.tensor([1.0, 2.0], requires_grad=True)
middle = leaf * 3
Square.apply(leaf).sum().backward()
y = Square.apply(middle)
print(y.grad_fn.saved_tensors[0] is middle)
y.sum().backward()
print(leaf.grad)
