"""Version counters: how a backward pass notices that a value it needs was changed in place.

Note [Versions]
A counter belongs to a storage: a tensor, its views and its detached aliases share one. It is made
only when a storage is first shared or changed, so most tensors never have one. A node remembers the
versions of what it saved only if a counter existed then (else they were 0), and looks again
only if something was changed anywhere after it was made (`state.last_mutation`).

A tensor that a node saved as its own *result* is held as a bare array (holding the tensor would
close a circle of references), so when such a tensor gets a counter, its node is given it too.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from engine import state
from engine.dtypes import of, type_string
from engine.errors import Origin, explained
from engine.graph.node import LEAF, Node, Port
from engine.observe import script_origin

if TYPE_CHECKING:
    from weakref import ref

    from engine.tensor import Tensor

TENSOR, RESULT, VALUE, SHAPE, DTYPE, LAYOUT = range(6)
"""Kinds of saved values: an argument tensor, the node's result, a plain argument, metadata."""


def _layout(data: Any) -> str:
    """Return "F" for a matrix that lies in memory column by column, else "C"."""
    return "F" if data.ndim == 2 and data.strides[0] < data.strides[1] else "C"


METADATA: dict[int, tuple[str, Callable[[Any], Any]]] = {
    SHAPE: ("shape", attrgetter("shape")),
    DTYPE: ("dtype", attrgetter("dtype")),
    LAYOUT: ("layout", _layout),
}
"""What a rule can save of an argument without its values: the word for it, and how to get it."""


class VersionCounter:
    """Counts the in-place changes of one storage; `origin` is the place of the last one.

    views: the views of the storage that have not lapsed, see Note [Views] in `engine.views.tracking`;
        when there are `limit` of them, the dead ones are dropped.
    """

    __slots__ = ("limit", "origin", "value", "views")

    def __init__(self) -> None:
        self.value = 0
        self.origin: Origin | None = None
        self.views: list[ref[Tensor]] = []
        self.limit = 8

    def lapse(self) -> None:
        """Let the views find out about their place in the graph when it is next needed."""
        if self.views:
            from engine.views.tracking import Lapsed

            Lapsed.become(self.views)


class InferenceCounter(VersionCounter):
    """Stands for the counter of an inference tensor, which has none: nothing about it is recorded.

    A tensor that has it is an inference tensor (views share it), and it makes the hot paths look.
    """

    __slots__ = ()


def mark_inference(tensor: Tensor) -> None:
    """Make a tensor that is just made an inference tensor."""
    meta = tensor._get_meta()
    if meta.counter is None:
        meta.counter = InferenceCounter()


def check_inference(tensor: Tensor) -> None:
    """Raise PyTorch's error if `tensor` is an inference tensor that may not be changed any more."""
    if tensor.is_inference() and not state.inference:
        raise explained(
            RuntimeError(
                "Inplace update to inference tensor outside InferenceMode is not allowed.You can "
                "make a clone to get a normal tensor before doing inplace update.See "
                "https://github.com/pytorch/rfcs/pull/17 for more details."
            ),
            help="clone it, or make it under torch.no_grad() instead",
        )


def counter_of(tensor: Tensor) -> VersionCounter:
    """Return the tensor's version counter, made now if it has none."""
    meta = tensor._get_meta()
    counter = meta.counter
    if counter is None:
        counter = meta.counter = VersionCounter()
        fn = tensor._fn
        if fn is not None and fn is not LEAF:
            node = fn.node if isinstance(fn, Port) else fn
            if node.plan.saves_result:
                node.result_counter = counter
                if isinstance(fn, Port):
                    counters = getattr(node, "port_counters", ())
                    node.port_counters = (*counters, (fn.number, counter))
    return counter


def mutated(tensor: Tensor) -> None:
    """Count an in-place change of the tensor's storage."""
    counter = counter_of(tensor)
    if counter.__class__ is InferenceCounter:
        return
    counter.value += 1
    counter.lapse()
    state.last_mutation = state.next_seq()
    if state.watch is not None:
        counter.origin = script_origin()


def note_versions(node: Node) -> None:
    """Remember the versions of the tensors that `node` saved, if any was ever changed or shared."""
    versions: list[int] = []
    for (_, kind, _), value in zip(node.plan.entries, node.saved, strict=True):
        meta = getattr(value, "_meta", None) if kind == TENSOR else None
        if meta is None or meta.counter is None:
            versions.append(0)
        elif meta.counter.__class__ is InferenceCounter:
            raise _not_saved()
        else:
            versions.append(meta.counter.value)
    if any(versions):
        node.versions = tuple(versions)


def _not_saved() -> RuntimeError:
    return explained(
        RuntimeError(
            "Inference tensors cannot be saved for backward. Please do not use Tensors created in "
            "inference mode in computation tracked by autograd. To work around this, you can make a "
            "clone to get a normal tensor and use it in autograd, or use `torch.no_grad()` instead "
            "of `torch.inference_mode()`."
        )
    )


def check_versions(node: Node, only: int | None = None) -> None:
    """Raise PyTorch's error if a value that `node` saved was changed in place since.

    only: the place of the one saved value to look at; all by default.
    """
    entries = node.plan.entries
    expected = getattr(node, "versions", None) or (0,) * len(entries)
    for place, ((_, kind, _), value, version) in enumerate(
        zip(entries, node.saved, expected, strict=True)
    ):
        if only is not None and place != only:
            continue
        counter: VersionCounter | None = None
        if kind == TENSOR:
            meta = getattr(value, "_meta", None)
            counter = meta.counter if meta is not None else None
        elif kind == RESULT and isinstance(value, tuple):
            for number, counter in getattr(node, "port_counters", ()):
                if counter.value and number == value[0]:
                    raise _changed(node, kind, value[1], counter, 0, number)
            continue
        elif kind == RESULT:
            counter = getattr(node, "result_counter", None)
        if counter is not None and counter.value != version:
            raise _changed(node, kind, value, counter, version)


def stem(name: str) -> str:
    """Return a node's name without its `Backward0`, as PyTorch's messages have it."""
    stem, _, number = name.rpartition("Backward")
    return stem + number.removeprefix("0") or name


def _changed(
    node: Node,
    kind: int,
    value: Any,
    counter: VersionCounter,
    expected: int,
    output_nr: int = 0,
) -> RuntimeError:
    data = value._data if kind == TENSOR else value
    sizes = ", ".join(map(str, data.shape))
    fn = node if kind == RESULT else value.grad_fn
    if fn is None:
        where = ""
    else:
        # The result of a change of a view is what the view has become, not what its base has.
        name = fn.view_name() if kind == RESULT and hasattr(fn, "view_name") else fn.name()
        where = f", which is output {output_nr} of {stem(name)},"
    return explained(
        RuntimeError(
            "one of the variables needed for gradient computation has been modified by an inplace "
            f"operation: [{type_string(of(data))} [{sizes}]]{where} is at version "
            f"{counter.value}; expected version {expected} instead. Hint: enable anomaly detection "
            "to find the operation that failed to compute its gradient, with "
            "torch.autograd.set_detect_anomaly(True, check_nan=False)."
        ),
        labels=(
            (
                getattr(node, "origin", None),
                f"{getattr(node, 'inner', node).name()} saved the value here",
            ),
            (counter.origin, "the value was changed in place here"),
        ),
        help="change a copy instead (x = x + 1, or x.clone() before), "
        "or change it after the backward pass",
    )
