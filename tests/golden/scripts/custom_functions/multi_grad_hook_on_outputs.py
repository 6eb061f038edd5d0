import torch
from torch.autograd import Function
class Two(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2, x * 3
    @staticmethod
    def backward(ctx, a, b):
        print("backward")
        return a * 2 + b * 3
x = torch.tensor(1.0, requires_grad=True)
a, b = Two.apply(x)
torch.autograd.graph.register_multi_grad_hook((a, b, x), lambda grads: print("all", grads))
(a + b).backward()
print(x.grad)
