import torch
from torch.optim.lr_scheduler import CosineAnnealingLR

torch.manual_seed(1)
x = torch.randn(8, 2)
y = x @ torch.tensor([[1.0], [-2.0]]) + 0.5
w = torch.zeros(2, 1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.5, momentum=0.5)
scheduler = CosineAnnealingLR(optimizer, T_max=10)
for epoch in range(10):
    optimizer.zero_grad()
    loss = ((x @ w + b - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    scheduler.step()
    print(epoch, f"{loss.item():.3f}", f"{scheduler.get_last_lr()[0]:.6f}")
