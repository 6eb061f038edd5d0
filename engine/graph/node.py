"""The dynamic graph: nodes, ports of nodes with several outputs, hooks, and what was saved.

Note [Edges]
A node's `next` holds, for each input that needs a gradient, the *target* its gradient flows to:
the node that made the input; the `Port` of that node, if it has several outputs; or the leaf tensor
itself (PyTorch puts an AccumulateGrad node there; ours is made only when somebody looks). The local
derivatives stand in `plan.vjps`, in the same order.

A target says what its gradient must look like: `_like` is the NumPy scalar class of a 0-d output or
else the shape, and then `_out_dtype` the NumPy dtype. One identity test on the edge is then all that
a scalar gradient costs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import ref

import numpy as np

if TYPE_CHECKING:
    from engine.errors import Origin
    from engine.graph.hooks import RemovableHandle
    from engine.graph.versions import VersionCounter
    from engine.registry import Operator
    from engine.tensor import Tensor

    Target: TypeAlias = "Node | Port | Tensor"


_INTERNAL = ("AccumulateGrad", "CopyBackwards", "CopySlices", "NotImplemented")
"""Nodes that PyTorch names with their C++ namespace."""

FREE, CONSTANT, DIFFERENTIABLE = range(3)
"""What an argument is in one call: no tensor, a tensor without, or with a gradient."""


class Freed:
    """Stands where a node's saved values were before a backward pass freed them."""

    __slots__ = ("origin",)

    def __init__(self, origin: Origin | None) -> None:
        self.origin = origin


class Plan:
    """All that nodes of one operator, for one pattern of arguments, have in common.

    vjps: for each edge, (grad, saved) -> gradient on plain arrays; None stands for the identity.
    vjps is None for custom Functions: `joint(node, grad, create)` gives the gradients of all edges.
    arguments: for each edge, the name of the argument it belongs to.
    entries: for each saved value, (order, kind, the name that rules call it).
    frees: whether something that a backward pass frees is saved (shapes and the like are not).
    trusted: the gradients have their targets' shape and dtype without looking.
    mode: the sum of 1 << place for what is saved, the result after the arguments; 8 for metadata.
    edges: for each tensor argument in order, the index of its edge or None if it needs no gradient.
    places: for each edge, the position of its argument; None if some are in lists.
    tensors: where in `saved` there are argument tensors.
    """

    __slots__ = (
        "arguments",
        "edges",
        "entries",
        "frees",
        "joint",
        "mode",
        "node_class",
        "operator",
        "places",
        "saves_result",
        "tensor_vjps",
        "tensors",
        "trusted",
        "vjps",
    )

    operator: Operator
    vjps: tuple[Callable[[Any, Any], Any] | None, ...] | None
    joint: Callable[[Node, Any, bool], Any]
    tensor_vjps: tuple[Callable[[Any, Any, Any], Any], ...]
    arguments: tuple[str, ...]
    edges: tuple[int | None, ...]
    entries: tuple[tuple[int, int, str], ...]
    places: tuple[int, ...] | None
    tensors: tuple[int, ...]
    mode: int
    saves_result: bool
    trusted: bool
    frees: bool
    node_class: type[Node]


class Node:
    """A recorded operation: PyTorch's `grad_fn`.

    The first six slots are always set; the others are only set when they are needed (an unset slot
    costs nothing), so read them with `getattr(node, name, None)`.
    """

    __slots__ = (
        "__weakref__",
        "_like",
        "_out_dtype",
        "extra",
        "hooks",
        "next",
        "origin",
        "outputs",
        "plan",
        "port_counters",
        "port_refs",
        "result_counter",
        "saved",
        "seq",
        "versions",
    )

    plan: Plan
    saved: Any
    next: tuple[Target, ...]
    seq: int
    _like: Any
    hooks: Hooks | None
    _out_dtype: Any
    origin: Origin | None
    versions: tuple[int, ...]
    result_counter: VersionCounter
    port_refs: tuple[Any, ...]
    port_counters: tuple[tuple[int, VersionCounter], ...]
    outputs: int
    extra: dict[str, Any]

    runs_undefined = False
    """Whether a backward pass runs such nodes even if they got no gradient at all."""

    def __new__(cls) -> Node:
        """Refuse: only operations make nodes (and they do it without asking)."""
        raise TypeError(
            f"Can't instantiate abstract class {cls.__name__} with abstract methods "
            "_input_metadata, _register_hook_dict, _sequence_nr, metadata, name, next_functions, "
            "register_hook, register_prehook"
        )

    def ports(self) -> tuple[Port, ...]:
        """Return the ports of a node with several outputs, in order, as far as they are alive."""
        return tuple(port for alive in self.port_refs if (port := alive()) is not None)

    def port(self, number: int, data: Any) -> Port:
        """Return one of several outputs, with values like `data`; made anew if nobody holds it."""
        for port in self.ports():
            if port.number == number:
                return port
        port = Port(self, number, None, None)
        describe(port, data)
        self.port_refs = (*self.port_refs, ref(port))
        return port

    def name(self) -> str:
        """Return the node's name, such as `AddBackward0`."""
        name = type(self).__name__
        return f"torch::autograd::{name}" if name in _INTERNAL else name

    def __getattr__(self, name: str) -> Any:
        """Return what the node saved: `_saved_self`, `_saved_dim`, `_raw_saved_self`, ..."""
        if name.startswith("_saved_"):
            from engine.graph.inspection import saved_value

            return saved_value(self, name)
        if name.startswith("_raw_saved_"):
            from engine.graph.raw_saved import raw_saved_value

            return raw_saved_value(self, name)
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    @property
    def next_functions(self) -> tuple[tuple[Any, int], ...]:
        """The nodes the gradient flows to, each with the number of its output; (None, 0) if none."""
        from engine.graph.accumulate import accumulator

        found: list[tuple[Any, int]] = []
        for edge in self.plan.edges:
            if edge is None:
                found.append((None, 0))
                continue
            target = self.next[edge]
            if target.__class__ is Untracked:
                found.append((None, 0))
            elif isinstance(target, Node):
                found.append((target, 0))
            elif isinstance(target, Port):
                found.append((target.node, target.number))
            else:
                found.append((accumulator(target), 0))
        return tuple(found)

    def register_hook(self, fn: Callable[[Any, Any], Any]) -> RemovableHandle:
        """Call `fn(grad_inputs, grad_outputs)` after this node has run in a backward pass.

        Both are tuples, with None where there is no gradient. What it returns, if not None, takes
        the place of `grad_inputs`.
        """
        from engine.graph.hooks import RemovableHandle

        return RemovableHandle(self._own_hooks().after, fn)

    def register_prehook(self, fn: Callable[[Any], Any]) -> RemovableHandle:
        """Call `fn(grad_outputs)` before this node runs in a backward pass.

        What it returns, if not None, takes the place of `grad_outputs`.
        """
        from engine.graph.hooks import RemovableHandle

        return RemovableHandle(self._own_hooks().before, fn)

    def _own_hooks(self) -> Hooks:
        if self.hooks is None:
            self.hooks = Hooks()
        return self.hooks

    @property
    def metadata(self) -> dict[str, Any]:
        """A dictionary for the user's own notes on this node."""
        extra: dict[str, Any] | None = getattr(self, "extra", None)
        if extra is None:
            extra = self.extra = {}
        return extra

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object at {hex(id(self))}>"


class Untracked(Node):
    """The place in the graph of a view that requires grad only because its base does.

    Such a view was taken under no_grad, or before its base required grad. Operations on it are
    recorded, but its gradient goes nowhere: PyTorch shows (None, 0) in `next_functions`.
    """

    __slots__ = ()


class Port:
    """One output of a node that has several; tensors and edges refer to it instead of the node."""

    __slots__ = ("__weakref__", "_like", "_out_dtype", "hooks", "node", "number")

    def __init__(self, node: Node, number: int, like: Any, out_dtype: Any) -> None:
        self.node = node
        self.number = number
        self._like = like
        self._out_dtype = out_dtype
        self.hooks: Hooks | None = None


def describe(target: Any, data: Any) -> None:
    """Say on a target what its gradient must look like: see Note [Edges]."""
    if isinstance(data, np.generic):
        target._like = data.__class__
    else:
        target._like = data.shape
        target._out_dtype = data.dtype


class Hooks:
    """Hooks on one gradient and on its node, each kind in order of registration.

    functions: tensor hooks, which see and may replace the gradient.
    retains: weak reference to the tensor whose `.grad` is to be kept.
    post: of a leaf, called after accumulation.
    before, after: of a node, called with the gradients of its outputs before it runs, and with those
        of its inputs and outputs after.
    """

    __slots__ = ("after", "before", "functions", "post", "retains")

    def __init__(self) -> None:
        self.functions: dict[int, Callable[[Any], Any]] = {}
        self.post: dict[int, Callable[[Any], Any]] = {}
        self.before: dict[int, Callable[[Any], Any]] = {}
        self.after: dict[int, Callable[[Any, Any], Any]] = {}
        self.retains: Any = None


def node_class(name: str) -> type[Node]:
    """Return the class of the nodes called `name`; there is one class a name."""
    found = _classes.get(name)
    if found is None:
        found = _classes[name] = type(name, (Node,), {"__slots__": (), "__module__": "torch"})
    return found


_classes: dict[str, type[Node]] = {}


class _Leaf:
    """Marks a leaf tensor that requires grad; in place of a node in `Tensor._fn`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "LEAF"


LEAF: Any = _Leaf()
