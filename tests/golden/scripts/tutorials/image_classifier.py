import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.utils.data import Dataset, DataLoader, TensorDataset


class Stripes(Dataset):
    """Horizontal and vertical stripes on small images."""

    def __init__(self, count, transform=None):
        self.images = []
        self.labels = []
        self.transform = transform
        for i in range(count):
            image = torch.zeros(1, 10, 10)
            if i % 2:
                image[:, i % 10] = 1.0
            else:
                image[:, :, i % 10] = 1.0
            self.images.append(image + 0.05 * torch.randn(1, 10, 10))
            self.labels.append(i % 2)

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, idx):
        image = self.images[idx]
        if self.transform:
            image = self.transform(image)
        return image, self.labels[idx]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3)
        self.pool = nn.MaxPool2d(2, 2)
        self.bn = nn.BatchNorm2d(4)
        self.fc1 = nn.Linear(4 * 4 * 4, 16)
        self.fc2 = nn.Linear(16, 2)

    def forward(self, x):
        x = self.pool(F.relu(self.bn(self.conv1(x))))
        x = torch.flatten(x, 1)  # flatten all dimensions except batch
        x = F.relu(self.fc1(x))
        return self.fc2(x)


def train_loop(dataloader, model, loss_fn, optimizer):
    size = len(dataloader.dataset)
    model.train()
    for batch, (X, y) in enumerate(dataloader):
        pred = model(X)
        loss = loss_fn(pred, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if batch % 4 == 0:
            loss, current = loss.item(), batch * len(X) + len(X)
            print(f"loss: {loss:>5.2f}  [{current:>3d}/{size:>3d}]")


def test_loop(dataloader, model, loss_fn):
    model.eval()
    size = len(dataloader.dataset)
    num_batches = len(dataloader)
    test_loss, correct = 0, 0
    with torch.no_grad():
        for X, y in dataloader:
            pred = model(X)
            test_loss += loss_fn(pred, y).item()
            correct += (pred.argmax(1) == y).type(torch.float).sum().item()
    test_loss /= num_batches
    correct /= size
    print(f"Test Error: \n Accuracy: {(100*correct):>0.1f}%, Avg loss: {test_loss:>4.2f} \n")


if __name__ == "__main__":
    torch.manual_seed(0)
    train_dataloader = DataLoader(Stripes(64, transform=lambda t: t * 2 - 1), batch_size=8, shuffle=True)
    test_dataloader = DataLoader(Stripes(16, transform=lambda t: t * 2 - 1), batch_size=8)
    net = Net()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    for t in range(2):
        print(f"Epoch {t+1}\n-------------------------------")
        train_loop(train_dataloader, net, criterion, optimizer)
        test_loop(test_dataloader, net, criterion)
    print("Done!")
