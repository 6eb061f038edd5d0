"""PyTorch's `torch.optim`: optimizers, and their learning-rate schedules in `lr_scheduler`."""

__all__: list[str] = []
