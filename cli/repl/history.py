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


def prepare(file: str) -> bool:
    """Make sure that the file is there, for its owner only; return whether it can be used."""
    with suppress(OSError):
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600))
        os.chmod(file, 0o600)
        return True
    return False
