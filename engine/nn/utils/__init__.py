"""PyTorch's `torch.nn.utils`."""

__all__: list[str] = []
