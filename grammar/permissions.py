"""Which files a script may open: those below the folders that the user has named.

Note [Paths]
A path is judged by what it leads to: symbolic links and `..` are resolved first, and once the file is
open, its descriptor is asked where it is, so that a link put there in between changes nothing. Only
ordinary files are opened, and without waiting: a pipe would hang, a device might never end.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO, NamedTuple

from grammar.refusal import Refused


class Permissions(NamedTuple):
    """Folders, by their real paths, below which a script may read and write."""

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()

    @classmethod
    def of(cls, read: Sequence[str] | None, write: Sequence[str] | None) -> Permissions:
        """Return the permissions for folders as a user names them."""
        return cls(*(tuple(map(os.path.realpath, folders or ())) for folders in (read, write)))


_granted = Permissions()


@contextmanager
def granting(permissions: Permissions) -> Iterator[None]:
    """Let scripts that run inside open what `permissions` allow."""
    global _granted
    before = _granted
    _granted = permissions
    try:
        yield
    finally:
        _granted = before


def readable_path(path: object, function: str) -> str:
    """Return the real path of a file that a script may read; `function` is what it called.

    Raises:
        Refused: It may not.
    """
    return _allowed(_text(path, function), _granted.read, function, "read", "--allow-read")


def writable_path(path: object, function: str) -> str:
    """Return the real path of a file that a script may write; its folder is made if need be.

    Raises:
        Refused: It may not.
    """
    text = _text(path, function)
    full = _allowed(text, _granted.write, function, "write", "--allow-write")
    if full not in _granted.write:
        os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


def check_opened(handle: int, path: str, function: str) -> None:
    """Make sure that what was opened to be written is an ordinary file in a folder of the granted.

    Raises:
        Refused: It is not: a folder was replaced by a link while it was opened.
    """
    _check_ordinary(os.fstat(handle).st_mode, path, function)
    if not _below(os.path.realpath(f"/proc/self/fd/{handle}"), _granted.write):
        raise Refused(f"{function} may not write '{path}'", "it has moved while it was opened")


def reads_or_writes(path: str) -> bool:
    """Return whether a folder lies below one that may be read or written."""
    return _below(os.path.realpath(path), (*_granted.read, *_granted.write))


def _text(path: object, function: str) -> str:
    if type(path) is not str:  # another class of text could change its mind
        raise TypeError(f"{function}() takes the path of a file as text, not {type(path).__name__}")
    return path


def _allowed(path: str, folders: tuple[str, ...], function: str, verb: str, option: str) -> str:
    full = os.path.realpath(path)  # raises ValueError for a NUL
    if not _below(full, folders):
        folder = os.path.dirname(path) or "."
        raise Refused(f"{function} may not {verb} '{path}'", f"allow it: {option} {folder}")
    return full


def _below(full: str, folders: tuple[str, ...]) -> bool:
    return any(full == folder or full.startswith(folder.rstrip("/") + "/") for folder in folders)


def open_to_read(path: object, function: str) -> BinaryIO:
    """Open an ordinary file that a script may read.

    Raises:
        Refused: It may not.
        OSError: There is no such file, or it cannot be read.
    """
    full = readable_path(path, function)
    handle = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        _check_ordinary(os.fstat(handle).st_mode, path, function)
        if not _below(os.path.realpath(f"/proc/self/fd/{handle}"), _granted.read):
            raise Refused(f"{function} may not read '{path}'", "it has moved while it was opened")
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def _check_ordinary(mode: int, path: object, function: str) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, "Is a directory", path)
    if not stat.S_ISREG(mode):
        raise Refused(f"{function} opens ordinary files only: '{path}' is none")


@contextmanager
def open_to_write(path: object, function: str) -> Iterator[BinaryIO]:
    """Write a file that a script may write: it appears whole, or not at all.

    Raises:
        Refused: It may not.
        OSError: It cannot be written.
    """
    import tempfile

    full = writable_path(path, function)
    with suppress(FileNotFoundError):
        _check_ordinary(os.lstat(full).st_mode, path, function)
    folder, name = os.path.split(full)
    handle, made = tempfile.mkstemp(prefix=f".{name[:40]}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(made, 0o666 & ~mask)
        os.replace(made, full)
    except BaseException:
        with suppress(OSError):
            os.unlink(made)
        raise
