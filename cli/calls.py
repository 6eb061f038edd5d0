"""Which calls of functions and modules a script's operations are made in."""

from __future__ import annotations

from typing import Any, NamedTuple

from engine.observe import calls


class Call(NamedTuple):
    """A call of a module, or of a function of the script if `module` is None."""

    parent: int | None
    function: str
    module: Any


class CallTrail:
    """Numbers the calls in which operations are made."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._stack: list[tuple[Any, int]] = []  # frames of the calls around the latest operation

    def innermost(self) -> int | None:
        """Return the number of the call that is being executed; the calls around it get theirs.

        A call is known by its frame, which is kept until the next operation: another call of the
        same function could else get a frame at the same address.
        """
        stack: list[tuple[Any, int]] = []
        for depth, (frame, module) in enumerate(calls()):
            if depth < len(self._stack) and self._stack[depth][0] is frame:
                stack.append(self._stack[depth])
                continue
            self._stack = []  # what was inside another call is over
            parent = stack[-1][1] if stack else None
            stack.append((frame, len(self.calls)))
            self.calls.append(Call(parent, frame.f_code.co_qualname, module))
        self._stack = stack
        return stack[-1][1] if stack else None

    def let_go(self) -> None:
        """Hold no frames any more."""
        self._stack = []
