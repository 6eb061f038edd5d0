import torch
from torch import nn

torch.manual_seed(3)
model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1))
x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
optimizer = torch.optim.SGD(model.parameters(), lr=0.125, momentum=0.5)
for epoch in range(20):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    if epoch % 5 == 0:
        print(epoch, round(loss.item(), 3))
print([tuple(p.shape) for group in optimizer.param_groups for p in group["params"]])
print(sorted(optimizer.state_dict()["state"]))
