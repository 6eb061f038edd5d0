import torch
from torch.autograd import Function
class Scale(Function):
    @staticmethod
    def forward(x, k=2, w=None):
        return x * k
    @staticmethod
    def setup_context(ctx, inputs, output):
        print(inputs, ctx.needs_input_grad)
        ctx.k = inputs[1]
    @staticmethod
    def backward(ctx, g):
        return g * ctx.k, None, None
x = torch.tensor([1.0, 2.0], requires_grad=True)
Scale.apply(x).sum().backward()
print(x.grad)
Scale.apply(w=1, x=x, k=5).sum().backward()
print(x.grad)
for call in [lambda: Scale.apply(x, z=1), lambda: Scale.apply(), lambda: Scale.apply(1, 2, 3, 4)]:
    try:
        call()
    except TypeError as e:
        print(e)
