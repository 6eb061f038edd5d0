import torch
import torch.nn.functional as F
torch.manual_seed(0)
X = torch.randn(12, 4)
t = torch.randint(0, 3, (12,))
W = torch.zeros(4, 3, requires_grad=True)
losses = []
for i in range(20):
    loss = F.cross_entropy(X @ W, t)
    losses.append(loss.item())
    g, = torch.autograd.grad(loss, W)
    W = (W - 0.5 * g).detach().requires_grad_(True)
print([f'{l:.3f}' for l in losses[::5]])
print(W)
print((X @ W).argmax(dim=1) == t)
