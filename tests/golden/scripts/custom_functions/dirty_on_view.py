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
        print("backward", g)
        return g * 2
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
base = x * 1
part = base[1:]
y = Double.apply(part)
print(y is part, base, part)
print(base.grad_fn.name(), part.grad_fn.name(), base._version)
print([f.name() for f, i in base.grad_fn.next_functions])
(base * torch.tensor([1.0, 10.0, 100.0])).sum().backward()
print(x.grad)
