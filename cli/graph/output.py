"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from cli.problems import usage_problem


def check_output(path: str) -> None:
    """Raise a Problem if a file of this name cannot be written, before work is done for it."""
    if os.path.isdir(path):
        raise usage_problem(f"--output: {path} is a folder", "name a file in it")
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise usage_problem(f"--output: there is no folder {folder}")


def write_file(path: str, content: str | bytes) -> None:
    """Write a file so that at no time there is half of it.

    Raises:
        Problem: It cannot be written.
    """
    check_output(path)
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    try:
        real = os.path.realpath(path)  # of a link, what it leads to is written
        opened = os.path.abspath(path).startswith(("/dev/", "/proc/"))
        if opened or (os.path.exists(real) and not os.path.isfile(real)):
            with open(path, "ab") as device:  # what others have open cannot be replaced
                device.write(data)
            return
        _replace(real, data)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise usage_problem(f"--output: {path}: {reason}") from None


def _replace(path: str, data: bytes) -> None:
    folder, name = os.path.split(path)
    beside = os.path.join(folder, f".{name[:200]}.{os.getpid()}")
    try:
        with open(beside, "xb") as file:
            if os.path.exists(path):
                os.chmod(beside, stat.S_IMODE(os.stat(path).st_mode))
            file.write(data)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
