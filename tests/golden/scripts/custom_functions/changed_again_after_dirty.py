import torch
from torch.autograd import Function
class Double(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        x.mul_(2)
        return x
    @staticmethod
    def backward(ctx, g):
        return g * 2
x = torch.tensor([1.0, 2.0], requires_grad=True)
m = x * 3
Double.apply(m)
m.mul_(5)
Double.apply(m)
print(m, m._version)
m.sum().backward()
print(x.grad)
node = m.grad_fn
while node.next_functions:
    print(node.name())
    node = node.next_functions[0][0]
