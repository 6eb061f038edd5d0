import torch


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(x, k):
        return x * k

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.k = inputs[1]

    @staticmethod
    def backward(ctx, g):
        return g * ctx.k, None

    @staticmethod
    def vmap(info, in_dims, x, k):
        print(info.batch_size, info.randomness, in_dims, x.shape, k)
        return Scale.apply(x, k), in_dims[0]


x = torch.ones(2, 3, requires_grad=True)
y = torch.vmap(lambda r: Scale.apply(r, 4.0))(x)
print(y)
y.sum().backward()
print(x.grad)
print(torch.vmap(lambda r: Scale.apply(r, 4.0), in_dims=1)(x).shape)


class Both(Scale):
    generate_vmap_rule = True


class Wrong(Scale):
    @staticmethod
    def vmap(info, in_dims, x, k):
        return x


class Unfit(Scale):
    @staticmethod
    def vmap(info, in_dims, x, k):
        return x, (0, 0)


for function in (Both, Wrong, Unfit):
    try:
        torch.vmap(lambda r: function.apply(r, 4.0))(x)
    except RuntimeError as error:
        print(str(error).split("\n")[0])
