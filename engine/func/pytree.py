"""Nested tuples, lists and dictionaries, taken apart into their leaves and put together again.

What is no tuple, list or dictionary is a leaf, None included, as in PyTorch's `_pytree`.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from engine.return_types import Named
from engine.values import Size

__all__ = ["LEAF", "Spec", "flatten", "leaves", "spread", "tree_map", "unflatten"]


class Spec:
    """The structure of a nested value: the kind of each node, what is needed to make it, its children.

    kind: the class, or None for a leaf.  context: the keys of a dictionary, the class of a named
    tuple, ...
    """

    __slots__ = ("children", "context", "kind")

    def __init__(self, kind: Any, context: Any, children: tuple[Spec, ...]) -> None:
        self.kind = kind
        self.context = context
        self.children = children

    @property
    def n_leaves(self) -> int:
        """How many leaves the structure has."""
        return 1 if self.kind is None else sum(child.n_leaves for child in self.children)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Spec)
            and self.kind is other.kind
            and self.context == other.context
            and self.children == other.children
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return self.text(0)

    def text(self, indent: int) -> str:
        """Return the structure as PyTorch writes it, all lines but the first indented."""
        if self.kind is None:
            return "*"
        indent += 2
        inner = (",\n" + " " * indent).join(child.text(indent) for child in self.children)
        name = "namedtuple" if _is_named(self.kind) else self.kind.__name__
        return f"TreeSpec({name}, {self.context}, [{inner}])"

    def sketch(self) -> str:
        """Return the text of the structure with `*` for each leaf, as in `(*, [*])`."""
        return repr(unflatten([_STAR] * self.n_leaves, self))


class _Star:
    __slots__ = ()

    def __repr__(self) -> str:
        return "*"


_STAR = _Star()
LEAF = Spec(None, None, ())
"""The structure of a single leaf."""


def _is_named(kind: type) -> bool:
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


def _open(tree: Any) -> tuple[Any, Any, Iterable[Any]] | None:
    """Return kind, context and children of a node, or None for a leaf."""
    kind = type(tree)
    if kind is tuple or kind is list or kind is Size:
        return (tuple if kind is Size else kind), None, tree
    if kind is dict or kind is OrderedDict:
        return kind, list(tree), tree.values()
    if kind is defaultdict:
        return kind, [tree.default_factory, list(tree)], tree.values()
    if kind is deque:
        return kind, tree.maxlen, tree
    if _is_named(kind):
        return kind, kind, tree
    if issubclass(kind, Named):
        return kind, kind, tree
    return None


def flatten(tree: Any) -> tuple[list[Any], Spec]:
    """Return the leaves of a nested value, in order, and its structure.

    >>> flatten({"a": 1, "b": (2, [3])})
    ([1, 2, 3], TreeSpec(dict, ['a', 'b'], [*,
      TreeSpec(tuple, None, [*,
        TreeSpec(list, None, [*])])]))
    """
    found: list[Any] = []
    return found, _collect(tree, found)


def _collect(tree: Any, found: list[Any]) -> Spec:
    node = _open(tree)
    if node is None:
        found.append(tree)
        return LEAF
    kind, context, children = node
    return Spec(kind, context, tuple([_collect(child, found) for child in children]))


def leaves(tree: Any) -> list[Any]:
    """Return the leaves of a nested value, in order."""
    return flatten(tree)[0]


def unflatten(values: Iterable[Any], spec: Spec) -> Any:
    """Put leaves together to a value of the given structure.

    >>> unflatten([1, 2], flatten((0, [0]))[1])
    (1, [2])
    """
    return _build(iter(values), spec)


def _build(values: Iterator[Any], spec: Spec) -> Any:
    kind = spec.kind
    if kind is None:
        return next(values)
    children = [_build(values, child) for child in spec.children]
    if kind is dict or kind is OrderedDict:
        return kind(zip(spec.context, children, strict=True))
    if kind is defaultdict:
        return defaultdict(spec.context[0], zip(spec.context[1], children, strict=True))
    if kind is deque:
        return deque(children, maxlen=spec.context)
    return kind(*children) if _is_named(kind) else kind(children)


def tree_map(function: Callable[[Any], Any], tree: Any) -> Any:
    """Return the nested value with `function` applied to each leaf."""
    found, spec = flatten(tree)
    return unflatten([function(leaf) for leaf in found], spec)


def spread(dims: Any, spec: Spec) -> list[Any] | None:
    """Return a dimension for each leaf: what stands in the place of a node is for all below it."""
    flat, own = flatten(dims)
    return _spread(iter(flat), own, spec)


def _spread(flat: Any, own: Spec, spec: Spec) -> list[Any] | None:
    if own.kind is None:
        return [next(flat)] * spec.n_leaves
    if (own.kind, own.context, len(own.children)) != (spec.kind, spec.context, len(spec.children)):
        return None
    found: list[Any] = []
    for child, below in zip(own.children, spec.children, strict=True):
        part = _spread(flat, child, below)
        if part is None:
            return None
        found.extend(part)
    return found
