import torch
from torch.autograd import Function
class Free(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.saved, ctx.outputs, ctx.next, ctx.plan = 1, [2], "three", {}
        ctx.hooks, ctx.seq, ctx.extra, ctx.origin, ctx.versions = 5, 6, 7, 8, 9
        ctx.plan["key"] = 4
        ctx.attributes = "own"
        ctx.outputs.append(3)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        print(ctx.saved, ctx.outputs, ctx.next, ctx.plan, ctx.hooks, ctx.seq, ctx.extra)
        print(ctx.origin, ctx.versions, ctx.attributes, hasattr(ctx, "ports"))
        ctx.seq += 1
        print(ctx.seq)
        return g * 2
x = torch.tensor(3.0, requires_grad=True)
y = Free.apply(x)
y.backward()
print(x.grad, y.grad_fn.saved)
try:
    y.grad_fn.ports
except AttributeError as e:
    print(e)
