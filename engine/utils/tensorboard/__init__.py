"""PyTorch's `torch.utils.tensorboard`: event files that TensorBoard shows, written without it."""

from engine.utils.tensorboard.summary_writer import SummaryWriter

__all__ = ["SummaryWriter"]
