import torch
x = torch.tensor([1.5, -1.5], dtype=torch.float64, requires_grad=True)
m = torch.zeros_like(x)
s = torch.zeros_like(x)
for t in range(1, 41):
    loss = (1 - x[0]) ** 2 + 10 * (x[1] - x[0] ** 2) ** 2
    g, = torch.autograd.grad(loss, x)
    m = 0.9 * m + 0.1 * g
    s = 0.999 * s + 0.001 * g * g
    step = (m / (1 - 0.9 ** t)) / ((s / (1 - 0.999 ** t)).sqrt() + 1e-8)
    with torch.no_grad():
        x -= 0.1 * step
    if t % 10 == 0:
        print(t, x.detach(), round(loss.item(), 4))
