import torch
from torch.autograd import Function
class Look(Function):
    @staticmethod
    def forward(ctx, x, n):
        print(ctx.name(), ctx.needs_input_grad, ctx.saved_tensors, ctx.to_save)
        print([f.name() for f, i in ctx.next_functions], ctx.metadata)
        print(ctx.dirty_tensors, ctx.non_differentiable)
        ctx.mark_dirty(x)
        ctx.mark_non_differentiable(x)
        ctx.save_for_backward(x)
        print(len(ctx.dirty_tensors), len(ctx.non_differentiable), len(ctx.to_save))
        print(isinstance(ctx, torch.autograd.function.FunctionCtx))
        return x
    @staticmethod
    def backward(ctx, g):
        return g, None
x = torch.tensor(2.0, requires_grad=True)
Look.apply(x * 2, 3)
print(Look.apply(torch.tensor(2.0), 3))
