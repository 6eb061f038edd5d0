"""Values that nodes would save, dropped and computed anew: see Note [Checkpoints]."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any
from weakref import WeakKeyDictionary, WeakSet, ref

from engine.errors import explained
from engine.graph import backward as _passes
from engine.graph.node import Node, Plan, node_class
from engine.graph.saved_hooks import saved_tensors_hooks
from engine.graph.versions import TENSOR, check_versions, note_versions
from engine.modes import enable_grad
from engine.random import get_rng_state, set_rng_state
from engine.tensor import Tensor


class CheckpointError(RuntimeError):
    """What was computed anew does not fit what was computed first."""

    __module__ = "torch.utils.checkpoint"


class _Stop(Exception):
    """Breaks a second run off when all that was saved is there again."""


class RandomState:
    """Runs a block from a given state of the random numbers, and leaves the state as it was."""

    def __init__(self, start: Any) -> None:
        self._start = start

    def __enter__(self) -> None:
        if self._start is not None:
            self._before = get_rng_state()
            set_rng_state(self._start)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._start is not None:
            set_rng_state(self._before)


class Holder:
    """Stands for a saved tensor: its value, once there, for each backward pass."""

    __slots__ = ("__weakref__", "values")

    def __init__(self) -> None:
        self.values: WeakKeyDictionary[Any, Tensor | None] = WeakKeyDictionary()


class _Reading:
    """Stands for a backward pass when a saved value is looked at outside of one."""


class Frame:
    """One checkpoint: how to compute it anew, and what its nodes saved."""

    def __init__(
        self, again: Callable[..., Any], args: tuple[Any, ...], early_stop: bool, checks: bool
    ) -> None:
        self.again = again
        self.args = args
        self.inputs = _saved(args)
        self.early_stop = early_stop
        self.checks = checks
        self.holders: list[ref[Holder]] = []
        self.described: list[dict[str, Any]] = []
        self.complete = False
        self.lenient = False
        self.runs: WeakSet[Any] = WeakSet()

    def pack(self, tensor: Tensor) -> Holder:
        """Drop a tensor that is to be saved; keep what it looks like."""
        holder = Holder()
        self.holders.append(ref(holder))
        self.described.append(_description(tensor))
        return holder

    def unpack(self, holder: Holder) -> Tensor:
        """Return the tensor in a holder's place, computed anew if this is the first."""
        task: Any = _passes.running[-1] if _passes.running else _Reading()
        if task not in self.runs:
            self._run(task)
        value = holder.values[task]
        if value is None:
            raise CheckpointError(
                "torch.utils.checkpoint: Unpack is being triggered for a tensor that was already "
                "unpacked once. If you are calling ctx.saved_tensors in backward, make sure to do "
                "so only once. Otherwise please open an issue with details on your use case."
            )
        holder.values[task] = None
        return value

    def _run(self, task: Any) -> None:
        """Run the function again and fill the holders."""
        check_versions(self.inputs)
        found = 0
        here = ref(self)

        def collect(tensor: Tensor) -> Tensor:
            nonlocal found
            frame = here()
            assert frame is not None
            value = tensor.detach() if tensor.requires_grad else tensor
            place = found
            found += 1
            if place >= len(frame.holders):
                if not frame.complete:
                    frame.lenient = True
                    return value
                raise CheckpointError(
                    "torch.utils.checkpoint: trying to save more tensors during recomputation than "
                    "during the original forward pass.\n"
                )
            holder = frame.holders[place]()
            if holder is not None:
                holder.values[task] = value
            if frame.early_stop and found == len(frame.holders):
                raise _Stop
            return value

        try:
            with saved_tensors_hooks(collect, lambda value: value), enable_grad():
                self.again(*self.args)
        except _Stop:
            pass
        self.runs.add(task)
        if not self.lenient:
            self._compare(task, found)

    def _compare(self, task: Any, found: int) -> None:
        if found != len(self.holders):
            raise explained(
                CheckpointError(
                    "torch.utils.checkpoint: A different number of tensors was saved during the "
                    "original forward and recomputation.\nNumber of tensors saved during forward: "
                    f"{len(self.holders)}\nNumber of tensors saved during recomputation: {found}."
                ),
                help="the function must do the same each time it is called",
            )
        if not self.checks:
            return
        different = ""
        for place, (reference, first) in enumerate(zip(self.holders, self.described, strict=True)):
            holder = reference()
            value = None if holder is None else holder.values[task]
            if value is not None and _description(value) != first:
                different += (
                    f"tensor at position {place}:\nsaved metadata: {first}\nrecomputed metadata: "
                    f"{_description(value)}\n"
                )
        if different:
            raise explained(
                CheckpointError(
                    "torch.utils.checkpoint: Recomputed values for the following tensors have "
                    f"different metadata than during the forward pass.\n{different}."
                ),
                help="the function must do the same each time it is called",
            )


def _saved(args: tuple[Any, ...]) -> Node:
    """Return a node that saves the tensors among the arguments, so that changes are noticed."""
    tensors = tuple(a for a in args if isinstance(a, Tensor))
    plan = Plan()
    plan.entries = tuple((i, TENSOR, f"input{i}") for i in range(len(tensors)))
    node = object.__new__(node_class("Checkpoint"))
    node.plan = plan
    node.saved = tensors
    note_versions(node)
    return node


def _description(tensor: Tensor) -> dict[str, Any]:
    return {"shape": tensor.shape, "dtype": tensor.dtype, "device": tensor.device}
