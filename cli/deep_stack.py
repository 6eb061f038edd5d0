"""Runs the program on a stack so large that nested objects of a script do not exhaust it.

Note [Deep objects]
`for i in range(300_000): m = map(abs, m)` makes an object that C code follows by recursion, unchecked,
when it is read, hashed or freed: on the usual stack of 8 MiB that is the end of the process, at a
hundred thousand levels or less. So the program runs in a thread whose stack is half of the memory
that the machine has free. Only the addresses are taken; pages come when they are used. What is nested
deeper than that takes gigabytes to make. The main thread waits, and hands Ctrl-C on.
"""

from __future__ import annotations

import _thread
from collections.abc import Callable

from grammar.limits import free_memory, raise_in

_SMALLEST = 1 << 26
_LARGEST = 1 << 34
_PAGE = 1 << 16


def run_deep(function: Callable[[], int]) -> int:
    """Return what `function`, which must not raise, returns when it is run on a large stack."""
    size = max(_SMALLEST, min((free_memory() or _SMALLEST) // 2, _LARGEST)) // _PAGE * _PAGE
    done = _thread.allocate_lock()
    results: list[int] = []

    def run() -> None:
        try:
            results.append(function())
        finally:
            done.release()

    done.acquire()
    before = _thread.stack_size()
    while True:
        try:
            _thread.stack_size(size)
            thread = _thread.start_new_thread(run, ())
            break
        except (RuntimeError, ValueError):  # not so much is to be had
            size //= 4
            if size < _SMALLEST:
                _thread.stack_size(before)
                return function()
    _thread.stack_size(before)
    while True:
        try:
            done.acquire()
            return results[0] if results else 1
        except KeyboardInterrupt:
            raise_in(thread, KeyboardInterrupt)
