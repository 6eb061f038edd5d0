import torch
x = torch.tensor([-1.0, 0.0, -0.0, 2.0, float('nan')], requires_grad=True)
for f in [torch.relu, torch.abs, torch.sign, torch.floor, torch.ceil, torch.round, torch.trunc]:
    x.grad = None
    y = f(x)
    y.sum().backward()
    print(y.detach(), x.grad)
