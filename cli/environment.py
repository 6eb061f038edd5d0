"""The outside world as one object: streams, terminal, environment variables.

Everything the program reads or writes goes through it, so that tests run the program in-process.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO, TextIO


class Environment:
    """Streams, and what is known about the terminal behind them."""

    def __init__(
        self,
        stdin: BinaryIO,
        stdout: TextIO,
        stderr: TextIO,
        environ: Mapping[str, str],
        *,
        stdout_terminal: bool = False,
        stderr_terminal: bool = False,
        width: int | None = None,
    ) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.environ = environ
        self.stdout_terminal = stdout_terminal
        self.stderr_terminal = stderr_terminal
        self._width = width
        self._stdin_used = False

    @classmethod
    def of_process(cls) -> Environment:
        """Return the environment of this process."""
        # A stream that was closed before the program started is None.
        stdin = io.BytesIO() if sys.stdin is None else sys.stdin.buffer
        stdout, stderr = (
            open(os.devnull, "w") if stream is None else stream  # noqa: SIM115 - for good
            for stream in (sys.stdout, sys.stderr)
        )
        for stream in (stdout, stderr):
            # Where the terminal cannot write a character, show its code rather than fail.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        return cls(
            stdin,
            stdout,
            stderr,
            os.environ,
            stdout_terminal=stdout.isatty(),
            stderr_terminal=stderr.isatty(),
        )

    @property
    def width(self) -> int:
        """Columns of the terminal on standard output (80 if it does not say)."""
        if self._width is None:
            try:
                self._width = int(self.environ["COLUMNS"])
            except (KeyError, ValueError):
                try:
                    self._width = os.get_terminal_size(self.stdout.fileno()).columns
                except (OSError, ValueError):
                    self._width = 0
            # A pseudo-terminal that was given no size says 0.
            self._width = self._width if self._width > 0 else 80
        return self._width

    def read(self, name: str, limit: int = -1) -> bytes:
        """Return what a file holds; `-` is standard input, which can be read once.

        limit: read at most this many bytes.
        """
        if name != "-":
            with open(name, "rb") as file:
                return file.read(limit)
        if self._stdin_used:
            raise OSError(0, "it was read already: only one - can be used")
        self._stdin_used = True
        return self.stdin.read(limit)

    def wants_color(self, choice: str, terminal: bool) -> bool:
        """Return whether to write colours: `--color`, then NO_COLOR, FORCE_COLOR, the terminal.

        https://no-color.org and https://force-color.org: any value but the empty one counts.
        """
        if choice != "auto":
            return choice == "always"
        if self.environ.get("NO_COLOR"):
            return False
        if self.environ.get("FORCE_COLOR"):
            return True
        return terminal and self.environ.get("TERM") != "dumb"

    @contextmanager
    def as_standard_streams(self) -> Iterator[None]:
        """Make these the process's standard output and error: `print` in a script uses them."""
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.stdout, self.stderr
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before
