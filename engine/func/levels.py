"""Levels: what runs inside a function transform, and what of it the world outside gets to see.

Note [Levels]
A transform differentiates with respect to *tracked* tensors: leaves that it makes for the function's
arguments, which share their storage. Whatever required grad outside stays connected all the same,
so that transforms nest: where an argument requires grad outside, its tracked leaf becomes, once the
function has run, an identity on the graph outside (`settle`).

A result belongs to the world outside only if it depends on something of that world that requires
grad (an argument, or what the function captured), and if the transform was called with grad mode
on; otherwise it is handed out without history (`release`). Nodes older than the level are of the
world outside, so the search for them walks only over what the function itself has recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any
from weakref import ref

from engine import state
from engine.creation import zeros_like
from engine.graph.node import DIFFERENTIABLE, LEAF, Node, Port, describe
from engine.graph.saved_hooks import disable_saved_tensors_hooks
from engine.registry import OPERATORS
from engine.tensor import Tensor

__all__ = ["Level", "note_leaf", "time_made"]


_made: dict[int, tuple[ref[Tensor], int]] = {}
"""The leaves made while transforms ran, as long as they are alive, by id: when they were made."""


def note_leaf(leaf: Tensor) -> None:
    """Remember when a leaf was made, so that it is known to belong to the levels that run now."""
    key = id(leaf)
    _made[key] = (ref(leaf, lambda _: _made.pop(key, None)), state.next_seq())


def time_made(leaf: Tensor) -> int:
    """Return when this leaf was made, as a sequence number; 0 if that was outside of transforms."""
    entry = _made.get(id(leaf))
    return 0 if entry is None else entry[1]


def requires_grad_refused() -> RuntimeError:
    """Return the error for `requires_grad_()` inside a transform."""
    return RuntimeError(
        "You are attempting to call Tensor.requires_grad_() (or perhaps using "
        "torch.autograd.functional.* APIs) inside of a function being transformed by a functorch "
        "transform. This is unsupported, please attempt to use the functorch transforms (e.g. grad, "
        "vjp, jacrev, jacfwd, hessian) or call requires_grad_() outside of a function being "
        "transformed instead."
    )


_NO_HOOKS = (
    "torch.func.{grad, vjp, jacrev, hessian} don't yet support saved tensor hooks. Please open an "
    "issue with your use case."
)


class Level:
    """One running transform that differentiates; a context manager for the call of the function."""

    __slots__ = ("enabled", "foreign", "heard", "hidden", "refusal", "since", "tracked")

    def __init__(self, *, hidden: bool = False, reverse: bool = True) -> None:
        """Make a level.

        hidden: the function sees no transform: nothing is refused inside it, and tensors look as
            they do outside.
        reverse: saved tensor hooks are refused, as PyTorch refuses them in reverse mode.
        """
        self.hidden = hidden
        self.refusal = None if hidden or not reverse else disable_saved_tensors_hooks(_NO_HOOKS)
        self.tracked: dict[Tensor, Tensor] = {}
        self.foreign = False  # whether what was recorded depends on the world outside
        self.heard = False  # whether code of the user's runs in its backward pass
        self.enabled = state.grad_enabled
        self.since = state.next_seq()

    def __enter__(self) -> Level:
        if self.refusal is not None:
            self.refusal.__enter__()
        if not self.hidden:
            state.levels.append(self)
        state.grad_enabled = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self.hidden:
            state.levels.pop()
        state.grad_enabled = self.enabled
        if self.refusal is not None:
            self.refusal.__exit__(None, None, None)

    def track(self, tensor: Tensor) -> Tensor:
        """Return a leaf of this level that stands for `tensor` and shares its storage."""
        if tensor._data.dtype.kind not in "fc":
            raise RuntimeError("only Tensors of floating point dtype can require gradients")
        leaf: Tensor = tensor.detach() if state.vmap is None else state.vmap.lifted(tensor)
        leaf._fn = LEAF
        note_leaf(leaf)
        self.tracked[leaf] = tensor
        return leaf

    def seed(self, like: Tensor) -> Tensor:
        """Return a leaf of this level that stands for nothing outside, zeros of the given kind."""
        leaf = zeros_like(like)
        if state.vmap is not None:
            leaf = state.vmap.lifted(leaf)
        leaf._fn = LEAF
        note_leaf(leaf)
        return leaf

    def settle(self, outputs: Iterable[Any]) -> bool:
        """Connect what the function has recorded to the world outside; return whether it depends on
        it."""
        nodes = self.recorded(outputs)
        self.heard = any(
            node.hooks is not None or getattr(type(node), "_function", None) is not None
            for node in nodes
        ) or any(leaf._meta is not None and leaf._meta.hooks is not None for leaf in self.tracked)
        if not self.enabled:
            return False
        joints: dict[Tensor, Node] = {}
        for leaf, tensor in self.tracked.items():
            if tensor.requires_grad and not _is_lifted(leaf, tensor):
                joints[leaf] = _identity(leaf, tensor, time_made(leaf))
        if joints:
            for node in nodes:
                if any(isinstance(target, Tensor) and target in joints for target in node.next):
                    node.next = tuple(
                        joints.get(target, target) if isinstance(target, Tensor) else target
                        for target in node.next
                    )
            for leaf, joint in joints.items():
                leaf._fn = joint
                if leaf._meta is not None:
                    joint.hooks = leaf._meta.hooks
        # What mapped tensors stand for may require grad outside of their `vmap`.
        self.foreign = state.vmap is not None or any(self._leads_out(outputs).values())
        return self.foreign

    def silence(self, outputs: Iterable[Any]) -> None:
        """Take away the hooks that the function has set: they are for this level's passes alone."""
        for node in self.recorded(outputs):
            node.hooks = None
            for port in node.ports() if hasattr(node, "port_refs") else ():
                port.hooks = None

    def release(self, results: list[Any]) -> list[Any]:
        """Return results as the world outside sees them."""
        leads = self._leads_out(results) if self.enabled else {}
        return [self._released(t, leads) if isinstance(t, Tensor) else t for t in results]

    def _released(self, tensor: Tensor, leads: dict[int, bool]) -> Tensor:
        if tensor in self.tracked:
            return self.tracked[tensor]
        if not tensor.requires_grad:
            return tensor
        inside = not leads[id(tensor)] if self.enabled else self._is_ours(tensor)
        if not inside:
            return tensor
        if state.vmap is None:
            return tensor.detach()  # type: ignore[no-any-return]
        return state.vmap.without_history(tensor)  # type: ignore[no-any-return]

    def _is_ours(self, tensor: Tensor) -> bool:
        """Return whether `tensor`, which requires grad, was recorded at this level."""
        node = tensor.grad_fn
        return node is not None and node.seq > self.since

    def recorded(self, roots: Iterable[Any]) -> list[Node]:
        """Return the nodes of this level that lead to the roots, oldest first."""
        order: list[Node] = []
        seen: set[Node] = set()
        for root in roots:
            node = root.grad_fn if isinstance(root, Tensor) else None
            if node is not None and node.seq > self.since and node not in seen:
                seen.add(node)
                order.append(node)
        for node in order:
            for target in node.next:
                inner = target.node if isinstance(target, Port) else target
                if isinstance(inner, Node) and inner.seq > self.since and inner not in seen:
                    seen.add(inner)
                    order.append(inner)
        order.sort(key=lambda node: node.seq)
        return order

    def _leads_out(self, roots: Iterable[Any]) -> dict[int, bool]:
        """Return for each tensor that requires grad, by id, whether it depends on the outside."""
        roots = [t for t in roots if isinstance(t, Tensor) and t.requires_grad]
        out: set[Any] = set()
        for node in self.recorded(roots):
            if any(self._is_outside(target, out) for target in node.next):
                out.add(node)
        return {id(t): self._is_outside(t if t.is_leaf else t.grad_fn, out) for t in roots}

    def _is_outside(self, target: Any, out: set[Any]) -> bool:
        if isinstance(target, Port):
            target = target.node
        if isinstance(target, Node):
            return target.seq <= self.since or target in out
        return time_made(target) <= self.since


def _is_lifted(leaf: Tensor, tensor: Tensor) -> bool:
    """Return whether the leaf is the tensor itself, as a `vmap` sees it (Note [Batched])."""
    return getattr(leaf._data, "value", None) is tensor if state.vmap is not None else False


def _identity(leaf: Tensor, tensor: Tensor, seq: int) -> Node:
    """Return the node that makes `leaf` an alias of `tensor`, as if it were made at time `seq`."""
    plan = OPERATORS["_alias"].plan((DIFFERENTIABLE,), "AliasBackward0")
    node = object.__new__(plan.node_class)
    node.plan = plan
    node.hooks = None
    node.next = (tensor if tensor._fn is LEAF else tensor._fn,)
    node.saved = ()
    node.seq = seq
    describe(node, leaf._data if leaf.dim() or state.vmap is not None else leaf._data[()])
    return node
