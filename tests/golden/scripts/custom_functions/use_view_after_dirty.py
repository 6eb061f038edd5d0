import torch
from torch.autograd import Function
class Triple(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        x.mul_(3)
        return x
    @staticmethod
    def backward(ctx, g):
        return g * 3
x = torch.tensor([1.0, 2.0], requires_grad=True)
base = x * 1
part = base[:1]
Triple.apply(part)
(part * part).sum().backward(retain_graph=True)
print(x.grad)
part.mul_(2)
Triple.apply(part)
print(base, part.grad_fn.name(), base._version)
x.grad = None
part.sum().backward()
print(x.grad)
