"""Bounds on a run: time and memory.

Note [Calls that do not return]
Time is up in three stages. A thread raises `TimedOut` in that of the script, which ends at its next
step. The script may be inside one long call of C code, where no Python runs: after a grace period the
same thread ends the process, if that call lets other threads run, as NumPy's do. Products of huge
integers and `sum(range(10**12))` do not; so a child process, forked before the script starts, waits
on a pipe that closes when the script is done, and else sends SIGTRAP. Its handler is C's `_exit`
itself: the kernel calls it with the signal's number, which is 5, the exit code for what was stopped.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from grammar.refusal import TimedOut

GRACE = 0.5
"""Seconds that a script gets to end after its time is up, before the next stage."""

_RINGS = 3
_STOPPED = 5
_HELP = "give it more time: --timeout SECONDS"


@contextmanager
def limits(timeout: float | None, max_memory: int | None) -> Iterator[None]:
    """Bound what runs inside to `timeout` seconds and `max_memory` further bytes.

    max_memory: None stands for what the machine has free.
    """
    with _memory(max_memory), _time(timeout):
        yield


# -- memory ------------------------------------------------------------------------------------------


@contextmanager
def _memory(bound: int | None) -> Iterator[None]:
    """Let allocations beyond the bound fail at once, untried: the kernel refuses the addresses."""
    used = _number("/proc/self/statm")
    bound = free_memory() if bound is None else bound
    try:
        import resource
    except ImportError:  # not a Unix system
        yield
        return
    if used is None or bound is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used * resource.getpagesize() + bound
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY:
        wanted = min(wanted, soft)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def free_memory() -> int | None:
    """Return how many bytes the machine, or this process's share of it, has free; None: unknown."""
    found = []
    available = _number("/proc/meminfo", "MemAvailable:")
    if available is not None:
        found.append(available * 1024)
    limit, taken = (_number(f"/sys/fs/cgroup/memory.{what}") for what in ("max", "current"))
    if limit is not None and taken is not None:
        found.append(max(limit - taken, 0))
    return min(found, default=None)


def _number(path: str, label: str = "") -> int | None:
    """Return the number after `label` in a file of the kernel; None if it is not there."""
    try:
        with open(path, encoding="ascii") as file:
            words = file.read().split()
        return int(words[words.index(label) + 1 if label else 0])
    except (OSError, ValueError, IndexError):
        return None


# -- time --------------------------------------------------------------------------------------------


@contextmanager
def _time(bound: float | None) -> Iterator[None]:
    """Stop what runs inside when its time is up: Note [Calls that do not return]."""
    if bound is None:
        yield
        return
    message = f"stopped after {bound:g} s"
    with _watching_child(bound + 2 * GRACE, message), _watching_thread(bound, message):
        yield


@contextmanager
def _watching_thread(seconds: float, message: str) -> Iterator[None]:
    """Raise `TimedOut` in this thread when the time is up, and end the process if that is no use."""

    class OutOfTime(TimedOut):
        def __init__(self) -> None:
            super().__init__(message, _HELP)

    script = threading.get_ident()
    done = threading.Event()
    ringing = threading.Lock()

    def watch() -> None:
        if done.wait(seconds):
            return
        # The repetition ends scripts whose `finally` or `__exit__` swallows the first one.
        for _ in range(_RINGS):
            with ringing:
                if done.is_set():
                    return
                raise_in(script, OutOfTime)
            if done.wait(GRACE / _RINGS):
                return
        sys.stdout.flush()
        _say(message)
        os._exit(_STOPPED)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        while True:
            try:
                with ringing:
                    done.set()
                    raise_in(script, None)
                break
            except TimedOut:  # it rang on the way here
                continue


def raise_in(thread: int, kind: type[BaseException] | None) -> None:
    """Raise an exception in another thread at its next step of Python; None: after all, do not."""
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread), ctypes.py_object(kind) if kind is not None else None
    )


@contextmanager
def _watching_child(seconds: float, message: str) -> Iterator[None]:
    """End the process after this time whatever it does."""
    if not hasattr(os, "fork"):
        yield
        return
    import ctypes
    import select
    import signal

    libc = ctypes.CDLL(None)
    libc.signal.restype = ctypes.c_void_p
    libc.signal.argtypes = [ctypes.c_int, ctypes.c_void_p]
    handler = libc.signal(signal.SIGTRAP, ctypes.cast(libc._exit, ctypes.c_void_p))
    pipe, done = os.pipe()
    parent = os.getpid()
    child = _fork()
    if child == 0:
        try:
            os.close(done)
            for stream in (0, 1):  # who reads our output must not wait for this process
                os.dup2(pipe, stream)
            if not select.select([pipe], [], [], seconds)[0]:
                _say(message)
                os.kill(parent, signal.SIGTRAP)
        finally:
            os._exit(0)
    os.close(pipe)
    try:
        yield
    finally:
        os.close(done)
        os.waitpid(child, 0)
        libc.signal(signal.SIGTRAP, handler)


def _fork() -> int:
    import warnings

    with warnings.catch_warnings():
        # Python 3.12 warns of locks that other threads (NumPy's) may hold: the child takes none.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _say(message: str) -> None:
    os.write(2, f"error: {message}\nhelp: {_HELP}\n".encode())
