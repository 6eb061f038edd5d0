import torch
x = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
for f in [torch.exp, torch.log, torch.log2, torch.log10, torch.log1p, torch.expm1, torch.sqrt, torch.rsqrt, torch.reciprocal, torch.square]:
    y = f(x)
    g, = torch.autograd.grad(y, x)
    print(y, g)
