import torch
from torch.autograd import Function
class Split(Function):
    @staticmethod
    def forward(ctx, x):
        a, b, c = x * 2, x * 3, x * 4
        ctx.mark_non_differentiable(b)
        return a, b, c
    @staticmethod
    def backward(ctx, ga, gb, gc):
        print(ga, gb, gc)
        return ga * 2 + gc * 4
x = torch.tensor([1.0, 2.0], requires_grad=True)
a, b, c = Split.apply(x)
print(a.requires_grad, b.requires_grad, c.requires_grad, c.output_nr)
a.sum().backward(retain_graph=True)
(a + c).sum().backward()
print(x.grad)
