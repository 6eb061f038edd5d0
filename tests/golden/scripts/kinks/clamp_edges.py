import torch
x = torch.tensor([-2.0, -1.0, 0.0, 1.0, 2.0, float('nan')], requires_grad=True)
for f in [lambda v: v.clamp(-1, 1), lambda v: v.clamp(min=-1), lambda v: torch.clamp(v, max=1.0), lambda v: v.clamp(1, -1)]:
    x.grad = None
    y = f(x)
    y.sum().backward()
    print(y.detach(), x.grad)
lo = torch.tensor(0.0, requires_grad=True)
z = torch.tensor([-1.0, 0.0, 1.0], requires_grad=True)
torch.clamp(z, min=lo).sum().backward()
print(z.grad, lo.grad)
try:
    z.clamp()
except Exception as e:
    print(type(e).__name__, str(e).split('\n')[0])
