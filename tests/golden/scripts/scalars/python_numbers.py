import torch
x = torch.tensor(4.0, requires_grad=True)
exprs = [x + 1, 1 + x, x - 1, 1 - x, x * 3, 3 * x, x / 2, 2 / x, x ** 2, 2 ** x, x ** 0.5, x ** -1]
for e in exprs:
    g, = torch.autograd.grad(e, x)
    print(e, '|', g)
