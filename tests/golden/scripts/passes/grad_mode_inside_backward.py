import torch


class Look(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        print("forward", torch.is_grad_enabled())
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        print("backward", torch.is_grad_enabled(), grad.requires_grad)
        return grad * 2


x = torch.tensor([1.0, 2.0], requires_grad=True)
h = Look.apply(x)
h.register_hook(lambda g: print("hook", torch.is_grad_enabled(), g.requires_grad))
x.register_hook(lambda g: print("leaf hook", torch.is_grad_enabled()))
x.register_post_accumulate_grad_hook(lambda p: print("post", torch.is_grad_enabled()))
h.sum().backward(retain_graph=True)
h.sum().backward(retain_graph=True, inputs=[x], create_graph=True)
with torch.no_grad():
    torch.autograd.grad(h, x, torch.ones(2), retain_graph=True)
    print("after", torch.is_grad_enabled())
    g = torch.autograd.grad(h, x, torch.ones(2), create_graph=True)
    print(g, torch.is_grad_enabled())
