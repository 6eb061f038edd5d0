import torch
from torch.autograd import Function
class Double(Function):
    @staticmethod
    def forward(ctx, x):
        x.mul_(2)
        ctx.mark_dirty(x)
        return x
    @staticmethod
    def backward(ctx, g):
        print("backward", g)
        return g * 2
x = torch.tensor([1.0, 2.0], requires_grad=True)
m = x * 3
y = Double.apply(m)
print(y is m, m, m._version, m.grad_fn.name(), m.is_leaf)
print(m.grad_fn.next_functions[0][0].name())
m.sum().backward()
print(x.grad)
