"""Anomaly mode: a backward pass that fails, or makes a NaN, says which forward operation is to blame.

While the mode is on, each new node keeps the lines of the program that made it (in `metadata`, as
PyTorch does) and its place, so that the error can point there.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING, Any

from engine import observe, state
from engine.errors import Origin, explained
from engine.graph.node import LEAF, Port
from engine.warn import warn

if TYPE_CHECKING:
    from engine.graph.node import Node

__all__ = ["detect_anomaly", "set_detect_anomaly"]

_TRACEBACK = "traceback_"  # PyTorch's key
_PROGRAM = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_OURS = tuple(os.path.join(_PROGRAM, folder, "") for folder in ("engine", "grammar", "cli"))


class set_detect_anomaly:
    """Switch anomaly mode on or off, from now on or inside a `with` block.

    mode: whether a failing backward pass names the forward operation of the node that failed.
    check_nan: whether a NaN in a gradient is a failure.

    >>> import engine
    >>> x = engine.tensor(0.0, requires_grad=True)
    >>> with engine.autograd.set_detect_anomaly(True):
    ...     y = (x * 0) ** 0.5 * 0
    >>> sorted(y.grad_fn.metadata)
    ['traceback_']
    """

    def __init__(self, mode: bool, check_nan: bool = True) -> None:
        self.prev = state.anomaly
        self.prev_check_nan = state.check_nan
        _switch(mode, check_nan)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exception: object) -> None:
        _switch(self.prev, self.prev_check_nan)


class detect_anomaly:
    """Anomaly mode inside a `with` block, with a warning that it takes time."""

    def __init__(self, check_nan: bool = True) -> None:
        self.prev = state.anomaly
        self.check_nan = check_nan
        self.prev_check_nan = state.check_nan
        warn(
            "Anomaly Detection has been enabled. This mode will increase the runtime and should "
            "only be enabled for debugging."
        )

    def __enter__(self) -> None:
        _switch(True, bool(self.check_nan))

    def __exit__(self, *exception: object) -> None:
        _switch(self.prev, self.prev_check_nan)


def is_anomaly_enabled() -> bool:
    """Return whether anomaly mode is on."""
    return state.anomaly


def is_anomaly_check_nan_enabled() -> bool:
    """Return whether anomaly mode looks for NaN."""
    return state.check_nan


def _switch(mode: Any, check_nan: Any) -> None:
    for position, (name, value) in enumerate((("enabled", mode), ("check_nan", check_nan)), 1):
        if not isinstance(value, bool):
            raise TypeError(
                f"set_anomaly_enabled(): argument '{name}' (position {position}) must be bool, not "
                f"{type(value).__name__}"
            )
    if mode and not state.anomaly:
        observe.watch(_note)
    elif state.anomaly and not mode:
        observe.unwatch(_note)
    state.anomaly, state.check_nan = mode, check_nan


def _note(op: Any, args: tuple[Any, ...], out: Any) -> None:
    """Let a new node keep the lines that made it: the program's own, not those of the engine."""
    for tensor in out if out.__class__ is tuple else (out,):
        fn = getattr(tensor, "_fn", None)
        if fn is None or fn is LEAF:
            continue
        node = fn.node if fn.__class__ is Port else fn
        if _TRACEBACK not in node.metadata:
            node.metadata[_TRACEBACK] = _lines(sys._getframe(1))


def _lines(frame: Any) -> list[str]:
    """Return the lines of the program that lead to `frame`: of a traced script, its own only."""
    scripts = observe.traced()
    stack = [
        f
        for f in traceback.extract_stack(frame)
        if (f.filename in scripts if scripts else not f.filename.startswith(_OURS))
    ]
    return traceback.format_list(stack)


def report(node: Node) -> None:
    """Warn, with PyTorch's text, which node a backward pass failed at and what made it."""
    lines = node.metadata.get(_TRACEBACK)
    if lines is None:
        warn(
            f"Error detected in {node.name()}. No forward pass information available. Enable "
            "detect anomaly during forward pass for more information."
        )
    else:
        warn(
            f"Error detected in {node.name()}. Traceback of forward call that caused the error:\n"
            + "".join(lines)
        )


def nan_error(node: Node, number: int) -> RuntimeError:
    """Return the error for a NaN in the gradient of a node's input `number`."""
    origin: Origin | None = getattr(node, "origin", None)
    return explained(
        RuntimeError(f"Function '{node.name()}' returned nan values in its {number}th output."),
        labels=((origin, "the forward operation whose gradient is NaN"),),
    )
