import torch
from torch.autograd import Function
class Pair(Function):
    @staticmethod
    def forward(ctx, x):
        a, b = x * 2, x * 3
        ctx.save_for_backward(a, b)
        return a, b
    @staticmethod
    def backward(ctx, ga, gb):
        print("called", ga, gb)
        a, b = ctx.saved_tensors
        return ga * a + gb * b
x = torch.tensor([1.0, 2.0], requires_grad=True)
a, b = Pair.apply(x)
b.add_(1)
try:
    a.sum().backward()
except RuntimeError as e:
    print(e)
a, b = Pair.apply(x)
print(a.grad_fn.saved_tensors[1].output_nr, a.grad_fn.saved_tensors)
(a + b).sum().backward()
print(x.grad)
