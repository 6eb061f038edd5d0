"""PyTorch in a process of its own: random programs can crash it, and must not crash the tests."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from types import TracebackType

from tests.oracle import theirs
from tests.oracle.outcome import Outcome


class Referee:
    """Runs scripts under PyTorch, one after another; a context manager.

    Known crash of 2.13.0: `b.retain_grad()`, then an in-place change of a view of a view of `b`,
    where `b` is the second output of a custom Function, then backward.
    """

    def __enter__(self) -> Referee:
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def run(self, source: str) -> Outcome | None:
        """What PyTorch did, or None when it crashed (a new process is started)."""
        try:
            self._connection.send(source)
            outcome: Outcome = self._connection.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self._stop()
            self._start()
            return None
        return outcome

    def _start(self) -> None:
        # Spawned, not forked: a fork of a process with PyTorch's threads may hang.
        context = multiprocessing.get_context("spawn")
        self._connection, child = context.Pipe()
        self._process = context.Process(target=_serve, args=(child,), daemon=True)
        self._process.start()
        child.close()

    def _stop(self) -> None:
        self._connection.close()
        self._process.join(timeout=5)
        if self._process.is_alive():
            self._process.terminate()


def _serve(connection: Connection) -> None:
    try:
        while True:
            connection.send(theirs.run(connection.recv()))
    except EOFError:
        pass
