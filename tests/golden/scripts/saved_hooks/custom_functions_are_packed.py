import torch
from torch.autograd.graph import saved_tensors_hooks


class Product(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        out = x * y
        ctx.save_for_backward(y, None, out, x)
        return out

    @staticmethod
    def backward(ctx, grad):
        print("backward")
        y, nothing, out, x = ctx.saved_tensors
        print(y, nothing, out, x)
        return grad * y, grad * x


def pack(t):
    print("pack", t)
    return t.detach().clone()


def unpack(t):
    print("unpack", t)
    return t


x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
with saved_tensors_hooks(pack, unpack):
    y = Product.apply(x, w)
y.sum().backward(retain_graph=True)
print(x.grad, w.grad)
y.sum().backward()
try:
    y.sum().backward()
except RuntimeError as e:
    print(str(e).split("\n")[0])
