import torch
from torch import nn

torch.manual_seed(0)
model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
x, y = torch.tensor([[8.0, -8.0]]), torch.tensor([[16.0]])
for step in range(3):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    before = nn.utils.clip_grad_norm_(model.parameters(), 0.25)
    after = nn.utils.get_total_norm([p.grad for p in model.parameters()])
    optimizer.step()
    print(before > 0.25, round(after.item(), 4))
print(model.weight.shape)
