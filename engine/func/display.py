"""How tensors look inside a function that is being transformed: level by level.

Note [Tracking text]
A tensor that a transform tracks is written `GradTrackingTensor(lvl=1, value=...)`, and inside stands
what it is one level further out. There is one tensor for all levels here, so the outer ones are
read off the graph: what was recorded since a level began is of that level.
"""

from __future__ import annotations

from textwrap import indent
from typing import Any

from engine import state
from engine.batched import Batched
from engine.func.levels import Level, time_made
from engine.graph.node import Node, Port
from engine.tensor import Tensor

__all__ = ["tracking_text"]


def tracking_text(tensor: Tensor, plain: Any) -> str:
    """Return the text of a tensor while transforms run.

    plain: gives the text of a tensor outside of all transforms, with a grad_fn or without.
    """
    return _text(tensor, len(state.levels), plain)


def _text(tensor: Tensor, depth: int, plain: Any) -> str:
    for i in range(depth - 1, -1, -1):
        level = state.levels[i]
        if isinstance(level, Level):
            if tensor in level.tracked:
                return _wrapped(i, _text(level.tracked[tensor], i, plain))
            node = tensor.grad_fn
            if (time_made(tensor) if node is None else node.seq) > level.since:
                return _wrapped(i, _text(tensor, i, plain))
        elif tensor._data.__class__ is Batched and tensor._data.level is level:
            return tensor._data.text(_text(tensor._data.value, i, plain))
    text: str = plain(tensor, _is_recorded(tensor))
    return text


def _wrapped(i: int, inner: str) -> str:
    return f"GradTrackingTensor(lvl={i + 1}, value=\n{indent(inner, '    ')}\n)"


def _is_recorded(tensor: Tensor) -> bool:
    """Return whether a tensor belongs to a graph outside of all running transforms."""
    levels = [level for level in state.levels if isinstance(level, Level)]
    started = levels[0].since if levels else 0
    pending: list[Any] = [tensor]
    seen: set[Any] = set()
    while pending:
        target = pending.pop()
        if isinstance(target, Tensor):
            for level in reversed(levels):
                if target in level.tracked:
                    target = level.tracked[target]
            if not target.requires_grad:
                continue
            if target.is_leaf and time_made(target) <= started:
                return True
            if target.is_leaf:
                continue
            target = target.grad_fn
        node = target.node if isinstance(target, Port) else target
        if node in seen:
            continue
        seen.add(node)
        assert isinstance(node, Node)
        if any(node.seq > level.since and not level.enabled for level in levels):
            continue
        if node.seq <= started:
            return True
        pending.extend(node.next)
    return False
