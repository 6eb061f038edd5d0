import torch

class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        return x * 2, y * 3
    @staticmethod
    def backward(ctx, gx, gy):
        print("backward", gx, gy)
        return gx * 2, gy * 3
a = torch.tensor(1., requires_grad=True)
b = torch.tensor(1., requires_grad=True)
u, v = Double.apply(a, b)
u.grad_fn.register_prehook(lambda go: print("before", go))
u.grad_fn.register_hook(lambda gi, go: print("after", gi, go))
u.backward()
print(a.grad, b.grad)
