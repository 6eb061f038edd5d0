import torch
from torch.autograd import Function
class Pair(Function):
    @staticmethod
    def forward(x, n):
        return x * n, x + n, n
    @staticmethod
    def setup_context(ctx, inputs, output):
        print(type(inputs), len(inputs), inputs[0] is x, inputs[1], type(output), len(output))
        print(ctx.needs_input_grad, torch.is_grad_enabled(), output[0].requires_grad)
        ctx.n = inputs[1]
        return "ignored"
    @staticmethod
    def backward(ctx, a, b, c):
        print(a, b, c)
        return a * ctx.n + b, None
x = torch.tensor(2.0, requires_grad=True)
a, b, n = Pair.apply(x, 3)
print(a, b, n)
(a + b).backward()
print(x.grad)
