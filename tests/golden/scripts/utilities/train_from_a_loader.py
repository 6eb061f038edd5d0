import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(4)
x = torch.randn(20, 2)
y = (x[:, :1] - 2 * x[:, 1:]).sign().clamp(min=0)
train, test = random_split(TensorDataset(x, y), [15, 5])
model = nn.Linear(2, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.125)
for epoch in range(3):
    total = 0.0
    for a, b in DataLoader(train, batch_size=5, shuffle=True):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(model(a), b)
        loss.backward()
        optimizer.step()
        total += loss.item()
    print(epoch, f"{total:.3f}")
print(len(test), [tuple(t.shape) for t in test[0]])
