"""SummaryWriter as scripts get it: its files lie below the folders that were allowed."""

from __future__ import annotations

import os
from typing import BinaryIO

from engine.utils.tensorboard import SummaryWriter as Unguarded
from grammar.permissions import check_opened, writable_path


class SummaryWriter(Unguarded):
    """Writes events for TensorBoard below the folders of --allow-write."""

    __module__ = "torch.utils.tensorboard.writer"
    __qualname__ = "SummaryWriter"
    __doc__ = Unguarded.__doc__

    def _open(self, path: str) -> BinaryIO:
        """Make a new event file that the script may write."""
        full = writable_path(path, "SummaryWriter")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(full, flags, 0o666)
        try:
            check_opened(handle, path, "SummaryWriter")
        except BaseException:
            os.close(handle)
            os.unlink(full)
            raise
        return os.fdopen(handle, "wb")
