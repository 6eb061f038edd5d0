"""Bounds on a run: time and memory."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from grammar.refusal import TimedOut

GRACE = 2.0
"""Seconds that a script gets to end after its time is up, before the process is ended."""


@contextmanager
def limits(timeout: float | None, max_memory: int | None) -> Iterator[None]:
    """Bound what runs inside to `timeout` seconds and `max_memory` further bytes."""
    with _memory(max_memory), _time(timeout):
        yield


@contextmanager
def _memory(bound: int | None) -> Iterator[None]:
    if bound is None:
        yield
        return
    try:
        import resource
    except ImportError:  # not a Unix system
        yield
        return
    with open("/proc/self/statm") if os.path.exists("/proc/self/statm") else _Nothing() as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + bound
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


class _Nothing:
    """Stands for /proc where there is none: what is used already is not known."""

    def __enter__(self) -> _Nothing:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def read(self) -> str:
        return "0"


@contextmanager
def _time(bound: float | None) -> Iterator[None]:
    if bound is None:
        yield
        return
    message = f"stopped after {bound:g} s"
    done = threading.Event()

    def watch() -> None:
        if not done.wait(bound + GRACE):
            sys.stdout.flush()
            os.write(2, f"error: {message}\n".encode())
            os._exit(5)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        if threading.current_thread() is threading.main_thread() and hasattr(os, "fork"):
            with _alarm(bound, message):
                yield
        else:
            yield
    finally:
        done.set()


@contextmanager
def _alarm(bound: float, message: str) -> Iterator[None]:
    """Raise `TimedOut` in the main thread when the time is up, and again if that was held up."""
    import signal

    def ring(signum: int, frame: Any) -> None:
        raise TimedOut(message, "give it more time: --timeout SECONDS")

    before = signal.signal(signal.SIGALRM, ring)
    # The repetition ends scripts whose `finally` or `__exit__` swallows the first one.
    signal.setitimer(signal.ITIMER_REAL, bound, 0.2)
    try:
        yield
    finally:
        while True:
            try:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, before)
                break
            except TimedOut:  # it rang on the way here
                continue
