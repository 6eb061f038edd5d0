from __future__ import annotations

from typing import Tuple

import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

SEED: int = 7
EPOCHS: int = 20


def make_data(n: int = 128, noise: float = 0.1) -> Tuple[torch.Tensor, torch.Tensor]:
    """y = 2 x - 1 + noise."""
    rng = torch.Generator().manual_seed(SEED)
    x = torch.rand(n, 1, generator=rng) * 4 - 2
    y = 2 * x - 1 + noise * torch.randn(n, 1, generator=rng)
    return x, y


class LinearRegression(nn.Module):
    def __init__(self, in_features: int, out_features: int) -> None:
        super().__init__()
        self.linear = nn.Linear(in_features, out_features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)

    @property
    def n_params(self) -> int:
        return sum(p.numel() for p in self.parameters() if p.requires_grad)


@torch.no_grad()
def evaluate(model: nn.Module, loader: DataLoader, device: torch.device) -> float:
    model.eval()
    losses = []
    for x, y in loader:
        x, y = x.to(device, non_blocking=True), y.to(device)
        losses.append(nn.functional.mse_loss(model(x), y).item())
    return float(np.mean(losses))


def main() -> None:
    torch.manual_seed(SEED)
    np.random.seed(SEED)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    x, y = make_data()
    dataset = TensorDataset(x, y)
    train_loader = DataLoader(dataset, batch_size=16, shuffle=True, drop_last=True)
    test_loader = DataLoader(TensorDataset(*make_data(32)), batch_size=16)
    model = LinearRegression(1, 1).to(device)
    print(model, model.n_params, len(dataset), len(train_loader))
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    history = {"train": [], "test": []}
    best = float("inf")
    for epoch in range(1, EPOCHS + 1):
        model.train()
        running_loss = 0.0
        for i, (inputs, targets) in enumerate(train_loader, 0):
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), max_norm=5.0)
            optimizer.step()
            running_loss += loss.item() * inputs.size(0)
        history["train"].append(running_loss / len(train_loader.dataset))
        history["test"].append(evaluate(model, test_loader, device))
        if history["test"][-1] < best:
            best = history["test"][-1]
            best_state = {k: v.clone() for k, v in model.state_dict().items()}
        if epoch % 5 == 0:
            print(f"epoch {epoch:2d}/{EPOCHS} train {history['train'][-1]:.3f} test {history['test'][-1]:.3f}")
    model.load_state_dict(best_state)
    w, b = (p.item() for p in model.parameters())
    print(f"w = {w:.2f}, b = {b:.2f}")
    assert abs(w - 2) < 0.2 and abs(b + 1) < 0.2


if __name__ == "__main__":
    main()
