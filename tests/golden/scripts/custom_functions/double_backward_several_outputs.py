import torch
from torch.autograd import Function
class Pair(Function):
    @staticmethod
    def forward(ctx, x):
        a, b = x * x, x * x * x
        ctx.save_for_backward(x, a, b)
        return a, b
    @staticmethod
    def backward(ctx, ga, gb):
        x, a, b = ctx.saved_tensors
        print(a.output_nr, b.output_nr, b.grad_fn is p.grad_fn, ga.requires_grad, gb.requires_grad)
        return ga * 2 * x + gb * 3 * a
x = torch.tensor(2.0, requires_grad=True)
p, q = Pair.apply(x)
(g,) = torch.autograd.grad(q, x, create_graph=True)
print(g)
(h,) = torch.autograd.grad(g, x)
print(h)
