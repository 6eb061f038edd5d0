import torch
class Clip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, limit):
        ctx.limit = limit
        return x.clone()
    @staticmethod
    def backward(ctx, g):
        return g.clamp(-ctx.limit, ctx.limit), None
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
h = (x * 10).sin()
y = Clip.apply(h, 0.3) * torch.tensor([0.1, -5.0, 2.0])
y.sum().backward()
print(x.grad)
fn = y.grad_fn.next_functions[0][0]
print(fn.name(), fn.next_functions[0][0].name())
