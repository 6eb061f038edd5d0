import torch
class Sort(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        v, i = x.max(dim=0)
        ctx.mark_non_differentiable(i)
        ctx.save_for_backward(i)
        ctx.n = x.numel()
        return v, i
    @staticmethod
    def backward(ctx, gv, gi):
        i, = ctx.saved_tensors
        out = torch.zeros(ctx.n)
        out[i] = gv
        return out
x = torch.tensor([1.0, 5.0, 2.0], requires_grad=True)
v, i = Sort.apply(x)
print(v.requires_grad, i.requires_grad, i)
(v * 2).backward()
print(x.grad)
