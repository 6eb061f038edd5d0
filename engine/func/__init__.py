"""PyTorch's `torch.func`: function transforms."""

__all__: list[str] = []
