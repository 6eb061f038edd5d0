import torch
from torch.autograd import Function
from torch.autograd.function import FunctionCtx
ctx = FunctionCtx()
x = torch.tensor(1.0)
ctx.save_for_backward(x)
ctx.mark_dirty(x)
ctx.mark_non_differentiable(x)
ctx.set_materialize_grads(False)
print(ctx.to_save, ctx.dirty_tensors, ctx.non_differentiable, ctx.materialize_grads)
try:
    ctx.saved_tensors
except AttributeError as e:
    print(e)
try:
    ctx.save_for_forward(x, 3)
except AssertionError as e:
    print(e)
