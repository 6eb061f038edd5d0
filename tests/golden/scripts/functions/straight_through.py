import torch
class Round(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return torch.round(x)
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.tensor([0.4, 0.6, 1.5, 2.5], requires_grad=True)
y = Round.apply(x)
(y * torch.tensor([1.0, 2.0, 3.0, 4.0])).sum().backward()
print(y, x.grad)
