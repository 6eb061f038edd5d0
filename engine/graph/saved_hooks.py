"""Hooks on what nodes save: how `saved_tensors_hooks` gets between an operation and its node.

Note [Saved tensor hooks]
While a pair of hooks is active, a watcher looks at every node that was just made. It puts a `Packed`
in the place of each tensor that the node saved, and gives the node another plan, whose `joint`
unpacks them all and runs the rules of the plan before. A program without hooks never comes here.

As in PyTorch, the arguments come first, then the results, both in the order of their names; a value
that is unpacked is a new tensor in the old one's place in the graph, and its version is not checked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import ref

import numpy as np

from engine import observe, state
from engine.errors import explained
from engine.graph.node import DIFFERENTIABLE, LEAF, Node, Plan, describe
from engine.graph.versions import RESULT, TENSOR, VALUE
from engine.registry import OPERATORS
from engine.tensor import Tensor, from_array, from_parts

# -- what stands in a node for a tensor --------------------------------------------------------------


class Packed:
    """What a pack hook made of a saved tensor, and all that is needed to put it back."""

    __slots__ = ("_dtype", "_fn", "_form", "_leaf", "_output", "_shape", "_unpack", "_value")

    def __init__(
        self,
        hooks: saved_tensors_hooks,
        tensor: Tensor,
        output: int | None,
        form: tuple[int, ...] | None = None,
    ) -> None:
        """Pack `tensor`: an argument, or the node's own `output`, or an index of shape `form`."""
        self._unpack = hooks.unpack_hook
        self._output = output
        self._form = form
        fn = tensor._fn
        # A node must not hold itself: of its own results it only knows their numbers.
        self._fn = None if output is not None or fn is LEAF else fn
        self._leaf = ref(tensor) if fn is LEAF else None
        self._shape = tensor._data.shape
        self._dtype = tensor._data.dtype
        version = tensor._version
        enabled = state.grad_enabled
        state.grad_enabled = False
        try:
            with observe.quiet():
                self._value = hooks.pack_hook(tensor)
        finally:
            state.grad_enabled = enabled
        if tensor._version != version:
            raise explained(
                RuntimeError(
                    "A saved tensor pack hook is modifying its input in place. Tensors provided as "
                    "input to pack hook cannot be modified by in-place operations as this can lead "
                    "to unexpected side-effects. Please open an issue if you need to perform "
                    "in-place operations on the input to a pack hook."
                ),
                help="return a changed copy instead",
            )

    def unpack(self) -> Tensor:
        """Return what the unpack hook makes of the packed value, as it comes."""
        with observe.quiet():
            tensor = self._unpack(self._value)
        if not isinstance(tensor, Tensor):
            raise TypeError(
                "Output of saved tensor unpack_hook expected to be a Tensor but got result of type "
                + type(tensor).__name__
            )
        return tensor

    def restored(self, node: Node) -> Tensor:
        """Return the unpacked tensor in its place in the graph; `node` is what has saved it."""
        data = self.unpack()._data
        leaf = None if self._leaf is None else self._leaf()
        if leaf is not None:
            return leaf if data is leaf._data else _twin(leaf, data)
        if self._output is None:
            return from_parts(data, self._fn)
        if not hasattr(node, "port_refs"):
            return from_parts(data, node)
        return from_parts(data, node.port(self._output, data) if data.dtype.kind in "fc" else None)

    def index(self, node: Node) -> Any:
        """Return an unpacked index as the array that it was."""
        return self.restored(node)._data.reshape(self._form)

    def result(self, tensor: Tensor, several: bool) -> Any:
        """Return the values of an unpacked result as a node saves them: with the number of several."""
        return (self._output, tensor._data) if several else tensor._data

    def fits(self, tensor: Tensor) -> bool:
        """Return whether an unpacked tensor has the shape and dtype of the one that was packed."""
        return bool(tensor._data.shape == self._shape and tensor._data.dtype == self._dtype)


class _Twin(Tensor):
    """A leaf's other values: it shows itself as a leaf, and its gradient is the leaf's."""

    __slots__ = ()
    __module__ = "torch"
    __hash__ = object.__hash__

    @property
    def grad_fn(self) -> Node | None:
        """None, as of a leaf."""
        return None

    @property
    def is_leaf(self) -> bool:
        """True, though its gradient goes to another leaf."""
        return True


_Twin.__name__ = _Twin.__qualname__ = "Tensor"


def _twin(leaf: Tensor, data: Any) -> Tensor:
    """Return a tensor of other values whose gradient is the leaf's."""
    if data.dtype.kind not in "fc":
        raise RuntimeError("Only Tensors of floating point and complex dtype can require gradients")
    plan = OPERATORS["_alias"].plan((DIFFERENTIABLE,), "AliasBackward0")
    node = object.__new__(plan.node_class)
    node.plan = plan
    node.hooks = None
    node.next = (leaf,)
    node.saved = ()
    node.seq = state.next_seq()
    describe(node, data)
    twin = object.__new__(_Twin)
    twin._data = data
    twin._fn = node
    twin._meta = None
    return twin


# -- packing -----------------------------------------------------------------------------------------


class PackedPlan(Plan):
    """The plan of a node whose saved values are packed: it unpacks them for another plan."""

    __slots__ = ("original",)

    original: Plan


_packed_plans: dict[Plan, PackedPlan] = {}


def packed_plan(plan: Plan) -> PackedPlan:
    """Return the plan of packed nodes for `plan`; one for all nodes of an operator."""
    made = _packed_plans.get(plan)
    if made is None:
        made = object.__new__(PackedPlan)
        for name in Plan.__slots__:
            if hasattr(plan, name):
                setattr(made, name, getattr(plan, name))
        made.original = plan
        made.vjps = None
        made.tensor_vjps = ()
        made.joint = _unpack_and_run
        made.saves_result = made.trusted = False
        _packed_plans[plan] = made
    return made


_stack: list[saved_tensors_hooks] = []
_refusals: list[str] = []
_latest = 0  # sequence number of the last node that was looked at


def _pack_new(op: Any, args: tuple[Any, ...], out: Any) -> None:
    """Pack what the nodes that an operation has just made have saved."""
    global _latest
    if not state.grad_enabled:
        return
    nodes = []
    for tensor in out if out.__class__ is tuple else (out,):
        if not isinstance(tensor, Tensor):
            continue
        nodes.append(tensor.grad_fn)
        if tensor._base is not None:
            nodes.append(tensor._base.grad_fn)  # a view was changed: its base has the node
    before = _latest
    for node in nodes:
        if node is not None and node.seq > before and node.saved:
            _latest = max(_latest, node.seq)
            if not any(
                isinstance(value, (Packed, PackedPlan)) for value in (node.plan, *node.saved)
            ):
                _pack(_stack[-1], node, out)


def _pack(hooks: saved_tensors_hooks, node: Node, out: Any) -> None:
    saved = list(node.saved)
    entries = node.plan.entries
    places = [i for i, (_, kind, _) in enumerate(entries) if kind in (TENSOR, RESULT)]
    operator = getattr(node.plan, "operator", None)  # None for custom Functions, which unpack late
    if operator is not None:
        places.sort(key=lambda i: (entries[i][1] == RESULT, entries[i][2]))
    for i in places:
        value = saved[i]
        if entries[i][1] == RESULT:
            number, data = value if value.__class__ is tuple else (0, value)
            saved[i] = Packed(hooks, _output(out, data, node), number)
        elif isinstance(value, Tensor):
            saved[i] = Packed(hooks, input_of(node, i, value), None)
    for i, (_, kind, name) in enumerate(entries):
        if kind == VALUE and name in getattr(operator, "saves", ()):
            saved[i] = _pack_index(hooks, node, saved[i])
    if all(new is old for new, old in zip(saved, node.saved, strict=True)):
        return
    node.saved = tuple(saved)
    for name in ("versions", "result_counter", "port_counters"):  # what is packed cannot change
        if hasattr(node, name):
            delattr(node, name)
    if operator is not None:
        node.plan = packed_plan(node.plan)


def _pack_index(hooks: saved_tensors_hooks, node: Node, value: Any) -> Any:
    """Return an index with its arrays packed; positions have the shape of the node's result."""
    if value.__class__ is tuple:
        parts = tuple(_pack_index(hooks, node, part) for part in value)
        return parts if any(isinstance(part, Packed) for part in parts) else value
    if not isinstance(value, np.ndarray):
        return value
    like = node._like if node._like.__class__ is tuple else ()
    shape = like if math.prod(like) == value.size else value.shape
    return Packed(hooks, from_array(value.reshape(shape)), None, value.shape)


def _unpack_index(node: Node, value: Any) -> Any:
    if value.__class__ is tuple:
        return tuple(_unpack_index(node, part) for part in value)
    return value.index(node) if isinstance(value, Packed) else value


def _output(out: Any, data: Any, node: Node) -> Tensor:
    """Return the result of an operation that has `data` as its values."""
    for tensor in out if out.__class__ is tuple else (out,):
        if isinstance(tensor, Tensor) and tensor._data is data:
            return tensor
    return from_parts(data, node)


def input_of(node: Node, place: int, value: Tensor) -> Tensor:
    """Return a saved argument; one kept from before a change in place is a recorded clone."""
    name = node.plan.entries[place][2]
    if value._fn is None and name in node.plan.arguments:
        target = node.next[node.plan.arguments.index(name)]
        if not isinstance(target, Tensor):
            return OPERATORS["clone"].call(from_parts(value._data, target))  # type: ignore[no-any-return]
    return value


def _unpack_and_run(node: Node, grad: Any, create: bool) -> list[Any]:
    """Return the gradients of a packed node's edges: by its first plan, on unpacked values."""
    plan = node.plan
    assert isinstance(plan, PackedPlan)
    packed = node.saved
    rules = plan.original
    entries = plan.entries
    fits = True
    several = rules.operator.multiple
    values = list(packed)
    order = [i for i, (_, kind, _) in enumerate(entries) if kind in (TENSOR, RESULT)]
    order.sort(key=lambda i: (entries[i][1] == RESULT, entries[i][2]))
    for i, (_, kind, _) in enumerate(entries):
        if kind == VALUE:
            values[i] = _unpack_index(node, packed[i])
    for i in order:
        if not isinstance(packed[i], Packed):
            continue
        tensor = packed[i].restored(node)
        fits = fits and packed[i].fits(tensor)
        values[i] = packed[i].result(tensor, several) if entries[i][1] == RESULT else tensor
    node.saved = saved = tuple(values)
    try:
        if rules.vjps is None:
            return rules.joint(node, grad, create)  # type: ignore[no-any-return]
        if create:
            return [vjp(grad, saved, node) for vjp in rules.tensor_vjps]
        if not fits:  # on tensors, which promote dtypes and explain what does not go together
            wrapped = tuple(map(from_array, grad)) if isinstance(grad, tuple) else from_array(grad)
            found = [vjp(wrapped, saved, node) for vjp in rules.tensor_vjps]
            return [None if g is None else g._data for g in found]
        return [grad if vjp is None else vjp(grad, saved) for vjp in rules.vjps]
    finally:
        node.saved = packed


# -- contexts ----------------------------------------------------------------------------------------


class saved_tensors_hooks:
    """Pack each tensor that a node saves with one function, and unpack it with another.

    The innermost pair of hooks counts. What `pack_hook(tensor)` returns is kept instead of the
    tensor; `unpack_hook` gets it whenever the value is needed, and returns a tensor.

    >>> import engine
    >>> x = engine.tensor([1.0, 2.0], requires_grad=True)
    >>> with saved_tensors_hooks(lambda t: t.tolist(), engine.tensor):
    ...     y = (x * x).sum()
    >>> y.backward()
    >>> x.grad
    tensor([2., 4.])
    """

    def __init__(
        self, pack_hook: Callable[[Tensor], Any], unpack_hook: Callable[[Any], Tensor]
    ) -> None:
        self.pack_hook = pack_hook
        self.unpack_hook = unpack_hook

    def __enter__(self) -> Any:
        global _latest
        if not (callable(self.pack_hook) and callable(self.unpack_hook)):
            raise TypeError(
                "_push_saved_tensors_default_hooks(): incompatible function arguments. The "
                "following argument types are supported:\n"
                "    1. (arg0: collections.abc.Callable, arg1: collections.abc.Callable) -> None\n\n"
                f"Invoked with: {self.pack_hook!r}, {self.unpack_hook!r}"
            )
        if _refusals:
            raise RuntimeError(_refusals[-1])
        if not _stack:
            observe.watch(_pack_new)
            _latest = state.next_seq()
        _stack.append(self)

    def __exit__(self, *exception: object) -> None:
        if _stack:
            _stack.pop()
            if not _stack:
                observe.unwatch(_pack_new)


class save_on_cpu(saved_tensors_hooks):
    """Keep saved tensors in the CPU's memory, where they are already: nothing changes."""

    def __init__(self, pin_memory: bool = False, device_type: str = "cuda") -> None:
        super().__init__(lambda tensor: tensor, lambda tensor: tensor)


@contextmanager
def disable_saved_tensors_hooks(error_message: str) -> Iterator[None]:
    """Raise a RuntimeError with this message where saved tensor hooks would be used inside."""
    if _stack:
        raise RuntimeError(error_message)
    _refusals.append(error_message)
    try:
        yield
    finally:
        _refusals.pop()
