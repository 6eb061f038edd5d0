import torch


class Square(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        print("forward", x.shape)
        return x * x

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 2 * x * g


x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = torch.vmap(Square.apply)(x)
print(y)
y.sum().backward()
print(x.grad)
print(torch.vmap(torch.func.grad(lambda r: Square.apply(r).sum()))(x.detach()))
