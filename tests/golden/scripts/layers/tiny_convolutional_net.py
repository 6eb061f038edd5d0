import torch
from torch import nn


class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 4, 3, padding=1),
            nn.BatchNorm2d(4),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
            nn.Conv2d(4, 8, 3, padding=1),
            nn.BatchNorm2d(8),
            nn.ReLU(inplace=True),
            nn.AdaptiveAvgPool2d(1),
        )
        self.classifier = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), nn.Linear(8, 3))

    def forward(self, x):
        return self.classifier(self.features(x))

    def __len__(self):
        return len(self.features)

    def __getitem__(self, i):
        return self.features[i]


torch.manual_seed(0)
net = CNN()
print(net, len(net), net[0])
x = torch.randn(8, 1, 8, 8)
t = torch.randint(0, 3, (8,))
opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
loss_fn = nn.CrossEntropyLoss(label_smoothing=0.1)
for epoch in range(3):
    net.train()
    loss = loss_fn(net(x), t)
    opt.zero_grad()
    loss.backward()
    opt.step()
    net.eval()
    with torch.no_grad():
        print(epoch, f"{loss.item():.4f}", f"{loss_fn(net(x), t):.4f}")
for k, v in net.state_dict().items():
    print(k, tuple(v.shape), v.dtype)
for m in net.modules():
    if type(m) is nn.BatchNorm2d:
        print(type(m).__name__, m.running_mean.shape)
