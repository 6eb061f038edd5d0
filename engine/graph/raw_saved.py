"""What `grad_fn._raw_saved_self` shows: the place of one saved tensor, which takes hooks of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engine.errors import explained
from engine.graph.inspection import saved_name
from engine.graph.node import Freed
from engine.graph.plans import saved_tensor
from engine.graph.saved_hooks import Packed, input_of, packed_plan, saved_tensors_hooks
from engine.graph.versions import RESULT, TENSOR

if TYPE_CHECKING:
    from engine.graph.node import Node
    from engine.tensor import Tensor

RAW = "_raw_saved_"


class SavedTensor:
    """One tensor that a node has saved.

    >>> import engine
    >>> x = engine.tensor(3.0, requires_grad=True)
    >>> y = x * x
    >>> y.grad_fn._raw_saved_self.register_hooks(lambda t: t.item(), engine.tensor)
    >>> y.backward()
    >>> x.grad
    tensor(6.)
    """

    __slots__ = ("_node", "_place")
    __module__ = "torch._C._autograd"

    _node: Node
    _place: int | None

    def __new__(cls) -> SavedTensor:
        """Refuse: only nodes have them."""
        raise RuntimeError("Trying to create a SavedTensor object from Python is forbidden.")

    def register_hooks(
        self, pack_hook: Callable[[Tensor], Any], unpack_hook: Callable[[Any], Tensor]
    ) -> None:
        """Keep `pack_hook(tensor)` in place of the tensor; `unpack_hook` brings a tensor back."""
        if not (callable(pack_hook) and callable(unpack_hook)):
            raise TypeError(
                "register_hooks(): incompatible function arguments. The following argument types "
                "are supported:\n    1. (self: torch._C._autograd.SavedTensor, arg0: Callable, "
                "arg1: Callable) -> None"
            )
        node, place = self._node, self._place
        if place is None:
            raise RuntimeError(
                "Calling register_hooks on a saved tensor with value None is forbidden"
            )
        saved = _values_of(node)
        if saved is None:
            raise explained(
                RuntimeError(
                    "Calling register_hooks on a saved tensor after it has been freed. Saved "
                    "intermediate values of the graph are freed when you call .backward() or "
                    "autograd.grad(). Specify retain_graph=True if you need to backward through the "
                    "graph a second time or if you need to access saved variables after calling "
                    "backward."
                ),
                help="register the hooks before the backward pass",
            )
        if isinstance(saved[place], Packed):
            raise explained(
                RuntimeError(
                    "Calling register_hooks on a saved tensor whose hooks have already been set. "
                    "Hint: only one pair of hooks is allowed at a time."
                )
            )
        # The hook of a single tensor gets it without its place in the graph, as in PyTorch.
        hooks = saved_tensors_hooks(lambda tensor: pack_hook(tensor.detach()), unpack_hook)
        packed = _packed(node, place, saved[place], hooks)
        values = (*saved[:place], packed, *saved[place + 1 :])
        if _is_function(node):
            node._kept = values  # type: ignore[attr-defined]
        else:
            node.saved = values
            node.plan = packed_plan(node.plan)


def _is_function(node: Node) -> bool:
    return hasattr(node, "_kept")


def _values_of(node: Node) -> tuple[Any, ...] | None:
    """Return what a node has saved, place by place; None if a backward pass has freed it."""
    if _is_function(node):
        return None if node._freed is not None else node._kept
    return None if node.saved.__class__ is Freed else node.saved


def _packed(node: Node, place: int, value: Any, hooks: saved_tensors_hooks) -> Packed:
    if _is_function(node):
        return Packed(hooks, value.restored(node), value.number if value.number >= 0 else None)
    if node.plan.entries[place][1] == RESULT:
        number = value[0] if value.__class__ is tuple else 0
        return Packed(hooks, saved_tensor(node, place), number)
    return Packed(hooks, input_of(node, place, value), None)


def _at(node: Node, place: int | None) -> SavedTensor:
    made = object.__new__(SavedTensor)
    made._node = node
    made._place = place
    return made


def raw_saved_tensors(node: Node) -> tuple[SavedTensor, ...]:
    """Return all that a custom Function has saved: its `_raw_saved_tensors`."""
    saved = _values_of(node)
    if saved is None:
        from engine.graph.backward import freed_error

        raise freed_error(node, node._freed, Freed(None))
    return tuple(_at(node, place) for place in range(len(saved)))


def raw_saved_value(node: Node, name: str) -> Any:
    """Return the SavedTensor of a node under PyTorch's name for it (`_raw_saved_other`).

    What no rule needed holds None.
    """
    wanted = name.removeprefix(RAW)
    source = saved_name(node, wanted)
    for place, (_, kind, what) in enumerate(node.plan.entries):
        if what == source and kind in (TENSOR, RESULT):
            return _at(node, place)
    operator = getattr(node.plan, "operator", None)
    in_list = node.plan.places is None
    if operator is not None and not in_list and (wanted in operator.rules or wanted == "result"):
        return _at(node, None)
    raise AttributeError(f"'{type(node).__name__}' object has no attribute '{name}'")
