import torch
class Peek(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        print('forward', torch.is_grad_enabled(), (x * 2).requires_grad)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        print('backward', torch.is_grad_enabled(), g.requires_grad)
        return g * 2
x = torch.tensor(1.0, requires_grad=True)
Peek.apply(x).backward()
Peek.apply(x).backward(create_graph=True)
with torch.no_grad():
    y = Peek.apply(x)
print(y.requires_grad)
