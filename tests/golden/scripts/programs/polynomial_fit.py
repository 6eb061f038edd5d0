import torch
x = torch.linspace(-1, 1, 21, dtype=torch.float64)
y = 0.5 - 1.5 * x + 2 * x ** 3
c = torch.zeros(4, dtype=torch.float64, requires_grad=True)
P = torch.stack([x ** i for i in range(4)], dim=1)
for step in range(200):
    r = P @ c - y
    loss = (r * r).mean()
    g, = torch.autograd.grad(loss, c)
    c = (c - 0.5 * g).detach().requires_grad_()
    if step % 50 == 0:
        print(step, round(loss.item(), 5))
print(c)
