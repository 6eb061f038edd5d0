import torch
class SumDiff(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        return a + b, a - b
    @staticmethod
    def backward(ctx, gs, gd):
        print(gs, gd)
        return gs + gd, gs - gd
a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([3.0, 5.0], requires_grad=True)
s, d = SumDiff.apply(a, b)
print(s, d, s.output_nr, d.output_nr, s.grad_fn is d.grad_fn)
(s * 2 + d * 3).sum().backward()
print(a.grad, b.grad)
s, d = SumDiff.apply(a, b)
d.sum().backward()
print(a.grad, b.grad)
