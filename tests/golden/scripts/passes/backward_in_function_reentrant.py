import torch


class Checkpointed(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.exp() * x

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        print("enabled", torch.is_grad_enabled())
        with torch.enable_grad():
            again = x.detach().requires_grad_()
            y = again * again
        y.backward(grad)
        return again.grad


x = torch.tensor([1.0, 2.0], requires_grad=True)
out = Checkpointed.apply(Checkpointed.apply(x))
out.sum().backward()
print(x.grad)
(g,) = torch.autograd.grad(Checkpointed.apply(x).sum(), x)
print(g)
