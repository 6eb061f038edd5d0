"""ChannelShuffle: the channels of groups in turn."""

from __future__ import annotations

from typing import Any

from engine.nn import functional
from engine.nn.modules.module import Module
from engine.tensor import Tensor

__all__ = ["ChannelShuffle"]

F: Any = functional


class ChannelShuffle(Module):
    """Divides the channels into groups and takes one of each group in turn."""

    groups: int

    def __init__(self, groups: int) -> None:
        super().__init__()
        self.groups = groups

    def forward(self, input: Tensor) -> Any:
        """Return the input with its channels in the new order."""
        return F.channel_shuffle(input, self.groups)

    def extra_repr(self) -> str:
        """Return the number of groups."""
        return f"groups={self.groups}"
