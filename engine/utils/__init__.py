"""PyTorch's `torch.utils`."""

__all__: list[str] = []
