import torch
class NoBackward(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2
x = torch.tensor(1.0, requires_grad=True)
y = NoBackward.apply(x)
print(y.grad_fn.name())
try:
    y.backward()
except Exception as e:
    print(type(e).__name__, e)
