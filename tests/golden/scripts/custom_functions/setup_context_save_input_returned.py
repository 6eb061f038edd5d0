import torch
from torch.autograd import Function
class Same(Function):
    @staticmethod
    def forward(x):
        return x
    @staticmethod
    def setup_context(ctx, inputs, output):
        print(output is inputs[0])
        ctx.save_for_backward(output)
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.tensor([2.0], requires_grad=True)
try:
    Same.apply(x)
except RuntimeError as e:
    print(e)
with torch.no_grad():
    print(Same.apply(x))
print(Same.apply(torch.ones(1)))
class SameDirect(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x
    @staticmethod
    def backward(ctx, g):
        print(ctx.saved_tensors[0] is x)
        return g
SameDirect.apply(x).backward()
