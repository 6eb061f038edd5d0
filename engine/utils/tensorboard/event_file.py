"""Event files: where they lie, and how they are opened."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import BinaryIO
from weakref import WeakSet

from engine.utils.tensorboard import events, wire

_number = 0
_open: WeakSet[EventFile] = WeakSet()


def flush_all() -> None:
    """Write what waits in any file that nobody has closed: a process is about to end."""
    for file in list(_open):
        file.flush()


def open_file(path: str) -> BinaryIO:
    """Open a new event file; its folder is made if need be."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    return open(path, "wb")


class EventFile:
    """A file of events, opened at once; what is written waits for `flush` or for enough of it."""

    def __init__(
        self, folder: str, suffix: str, queue: int, opener: Callable[[str], BinaryIO]
    ) -> None:
        global _number
        import socket

        host, now = socket.gethostname(), time.time()
        name = f"events.out.tfevents.{int(now):010d}.{host}.{os.getpid()}.{_number}{suffix}"
        _number += 1
        self._opener = opener
        self._path = os.path.join(folder, name)
        self._queue = max(queue, 1)
        self._waiting: list[bytes] = []
        self._file: BinaryIO | None = opener(self._path)
        _open.add(self)
        self.add(events.event(now, None, events.file_version()))
        self.flush()

    def add(self, message: bytes) -> None:
        """Write an event; a file that was closed begins anew under another name."""
        if self._file is None:
            self._path += ".more"
            self._file = self._opener(self._path)
            self._waiting.append(
                wire.record(events.event(time.time(), None, events.file_version()))
            )
        self._waiting.append(wire.record(message))
        if len(self._waiting) >= self._queue:
            self.flush()

    def flush(self) -> None:
        """Let others see what was written: whole records only."""
        if self._file is not None:
            self._file.write(b"".join(self._waiting))
            self._file.flush()
            self._waiting.clear()

    def close(self) -> None:
        """Write what waits, and close the file."""
        self.flush()
        if self._file is not None:
            self._file.close()
            self._file = None

    def __del__(self) -> None:
        if getattr(self, "_file", None) is not None:
            self.close()
