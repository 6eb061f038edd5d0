import torch
torch.manual_seed(3)
X = torch.cat([torch.randn(10, 2) + 2, torch.randn(10, 2) - 2])
y = torch.cat([torch.ones(10), torch.zeros(10)])
w = torch.zeros(2, requires_grad=True)
b = torch.zeros((), requires_grad=True)
for i in range(50):
    p = torch.sigmoid(X @ w + b)
    loss = -(y * p.log() + (1 - y) * (1 - p).log()).mean()
    gw, gb = torch.autograd.grad(loss, [w, b])
    with torch.no_grad():
        w -= gw
        b -= gb
print(f'{loss:.4f}', w, b)
print(((p > 0.5) == (y > 0.5)).sum(), ((p > 0.5).float() == y).float().mean())
