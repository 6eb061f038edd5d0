"""Observation: how the layers above see nodes being made and gradients flowing.

Nothing here runs unless somebody listens. `trace` makes every node remember its place in the script
(for carets); `listen` also reports each operation and each step of a backward pass to an Observer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, TypeAlias

from engine import state
from engine.graph.node import LEAF, Port

if TYPE_CHECKING:
    from engine.errors import Origin
    from engine.graph.node import Node, Target
    from engine.registry import Operator
    from engine.tensor import Tensor


class Observer:
    """Who listens; each method does nothing unless overridden.

    A `target` is a graph node, or for a leaf the leaf tensor itself; gradients come as tensors.
    """

    def made(
        self,
        tensor: Tensor,
        operation: str,
        inputs: tuple[Tensor, ...],
        arguments: tuple[str, ...],
        origin: Origin | None,
    ) -> None:
        """The script made `tensor` by `operation`; `arguments` names the parameter of each input.

        Not called inside a custom Function, nor during a backward pass.
        """

    def pass_started(self, roots: list[tuple[Target, Any]], keep: bool) -> None:
        """A backward pass starts; `keep` says whether the graph is kept."""

    def pass_ended(self) -> None:
        """The pass is over, or has failed."""

    def gradient(self, target: Target, output_nr: int, grad: Tensor) -> None:
        """The gradient of a node's output or of a leaf is complete; its hooks have run."""

    def hook_started(self, target: Target, output_nr: int, hook: Any) -> None:
        """A tensor hook is about to be called."""

    def hook(
        self, target: Target, output_nr: int, hook: Any, before: Tensor, after: Tensor
    ) -> None:
        """A tensor hook got `before` and left `after`."""

    def edge(self, node: Node, argument: str, target: Target, output_nr: int, grad: Tensor) -> None:
        """`grad` flowed from `node` along the edge of its `argument` to a target's output."""

    def freed(self, node: Node) -> None:
        """What `node` had saved was freed."""


Watcher: TypeAlias = "Callable[[Any, Any, Any], None]"

_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Call `watcher(operator, arguments, result)` after each operation, until `unwatch`."""
    _watchers.append(watcher)
    _renew()


def unwatch(watcher: Watcher) -> None:
    """Take back the latest `watch` of this watcher."""
    for i in range(len(_watchers) - 1, -1, -1):
        if _watchers[i] is watcher:
            del _watchers[i]
            break
    _renew()


def _renew() -> None:
    """Make `state.watch` call all watchers; alone, one is called without a detour."""
    if not _watchers:
        state.watch = None
    elif len(_watchers) == 1:
        state.watch = _watchers[0]
    else:
        watchers = tuple(_watchers)

        def all_of_them(op: Operator, args: tuple[Any, ...], out: Any) -> None:
            for watcher in watchers:
                watcher(op, args, out)

        state.watch = all_of_them


_files: set[str] = set()
_latest: CodeType | None = None  # the script's code that last made a node
_frame = sys._getframe
_quiet = 0


def traced() -> frozenset[str]:
    """Return the file names of the scripts that are traced now."""
    return frozenset(_files)


def script_origin() -> Origin | None:
    """Return the place in a traced script that is being executed: the innermost script frame."""
    frame = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_filename in _files:
            return code, frame.f_lasti
        frame = frame.f_back  # type: ignore[assignment]
    return None


def calls() -> list[tuple[FrameType, Any]]:
    """Return the calls that are being executed in a traced script, outermost first.

    Each is a frame with the module that is called, or with None for a function of the script. A
    module's `forward` is part of the module's call.
    """
    modules = sys.modules.get("engine.nn.modules.module")  # unless loaded, there are none
    call = None if modules is None else modules.Module.__call__.__code__
    found: list[tuple[FrameType, Any]] = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code is call:
            if found and found[-1][1] is None and found[-1][0].f_code.co_name == "forward":
                found.pop()
            found.append((frame, frame.f_locals["self"]))
        elif code.co_filename in _files and code.co_name not in _NO_CALLS:
            found.append((frame, None))
        frame = frame.f_back
    found.reverse()
    return found


_NO_CALLS = ("<module>", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


@contextmanager
def trace(filename: str) -> Iterator[None]:
    """Make nodes remember their place in code whose file name is `filename`."""
    global _latest
    known = filename in _files
    _files.add(filename)
    first = _trace not in _watchers
    if first:
        watch(_trace)
    try:
        yield
    finally:
        if first:
            unwatch(_trace)
        if not known:
            _files.discard(filename)
            _latest = None


@contextmanager
def listen(observer: Observer) -> Iterator[None]:
    """Report all that happens to `observer`."""
    before = state.observer
    state.observer = observer
    watch(_report)
    try:
        yield
    finally:
        state.observer = before
        unwatch(_report)


@contextmanager
def quiet() -> Iterator[None]:
    """Report no operation as made while inside: bodies of Functions, hooks, backward passes."""
    global _quiet
    _quiet += 1
    try:
        yield
    finally:
        _quiet -= 1


def _trace(op: Operator, args: tuple[Any, ...], out: Any) -> None:
    """Let a new node remember its place. Runs after each operation of a script: kept short.

    Alone, it finds the script two frames above; else (other watchers, Python code of the engine that
    composes operators) `script_origin` looks further up.
    """
    global _latest
    fn = (out[0] if out.__class__ is tuple else out)._fn
    if fn is None or fn is LEAF:
        return
    frame = _frame(2)
    code = frame.f_code
    origin: Origin | None
    if code is _latest or code.co_filename in _files:
        _latest = code
        origin = (code, frame.f_lasti)
    else:
        origin = script_origin()
        if origin is None:
            return
    if fn.__class__ is Port:
        fn = fn.node
    fn.origin = origin


def _report(op: Operator, args: tuple[Any, ...], out: Any) -> None:
    """Report an operation to the observer."""
    origin = script_origin()
    outputs = out if out.__class__ is tuple else (out,)
    observer = state.observer
    if observer is not None and not _quiet:
        inputs: list[Tensor] = []
        names: list[str] = []
        for name, value in zip(op.params, args, strict=False):
            for v in value if isinstance(value, (list, tuple)) else (value,):
                if hasattr(v, "_fn"):
                    inputs.append(v)
                    names.append(name)
        for tensor in outputs:
            observer.made(tensor, op.name.strip("_"), tuple(inputs), tuple(names), origin)


def created(tensor: Tensor, operation: str, inputs: Sequence[Tensor] = ()) -> Tensor:
    """Report a tensor that no operator made (creation functions, `out=`); return it."""
    observer = state.observer
    if observer is not None and not _quiet:
        names = ("input",) * len(inputs)
        observer.made(tensor, operation, tuple(inputs), names, script_origin())
    return tensor
