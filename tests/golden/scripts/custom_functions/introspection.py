import torch
from torch.autograd import Function
class Mul(Function):
    @staticmethod
    def forward(ctx, a, n, c, b):
        ctx.save_for_backward(a, c)
        return a * b * c
    @staticmethod
    def backward(ctx, g):
        return g, None, None, g
a = torch.tensor(1.0, requires_grad=True)
y = Mul.apply(a, 3, torch.tensor(2.0), a * 2)
fn = y.grad_fn
print(fn.name(), type(fn).__name__, fn.needs_input_grad, fn.saved_tensors)
print(len(fn.next_functions), [(f.name(), i) if f else (f, i) for f, i in fn.next_functions])
print(fn.metadata, fn.requires_grad, fn.to_save, fn.dirty_tensors, fn.non_differentiable)
fn.metadata["mine"] = 1
print(y.grad_fn.metadata, y.grad_fn is fn)
print(isinstance(fn, torch.autograd.function.FunctionCtx))
print(isinstance(fn, torch.autograd.function.BackwardCFunction), isinstance(fn, Function))
try:
    fn._saved_self
except AttributeError as e:
    print(e)
