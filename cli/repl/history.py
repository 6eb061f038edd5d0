"""The history of inputs: a private file that stays small, and is never a reason to fail."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

LINES = 2000


def path(environ: Mapping[str, str]) -> str | None:
    """Return where the history lies, https://specifications.freedesktop.org/basedir-spec; or None."""
    state = environ.get("XDG_STATE_HOME")
    if not state:
        home = environ.get("HOME")
        if not home:
            return None
        state = os.path.join(home, ".local", "state")
    return os.path.join(state, "autograd", "history")


def read(file: str) -> list[str]:
    """Return the lines of the file, the oldest first."""
    with suppress(OSError), open(file, encoding="utf-8", errors="replace") as opened:
        return opened.read().splitlines()
    return []


def add(file: str, text: str) -> None:
    """Add the lines of an input."""
    with suppress(OSError), open(file, "a", encoding="utf-8") as opened:
        opened.write(text + "\n")


def prepare(file: str) -> bool:
    """Make sure that the file is there, for its owner only, and no longer than it may be.

    Returns whether it can be used.
    """
    with suppress(OSError):
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600))
        os.chmod(file, 0o600)
        lines = read(file)
        if len(lines) > LINES:
            with open(file, "w", encoding="utf-8") as opened:
                opened.write("\n".join(lines[-LINES:]) + "\n")
        return True
    return False
