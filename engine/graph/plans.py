"""The plans of graph nodes, made from the rules of an operator's declaration.

What a rule's parameters name is looked up here: where a node saves it, and how it is handed over, to
the rule on plain arrays (`vjps`) and to the same rule on tensors (`tensor_vjps`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, Any

from engine.graph.node import CONSTANT, DIFFERENTIABLE, FREE, Node, Plan, node_class
from engine.graph.versions import METADATA, RESULT, TENSOR, VALUE
from engine.shapes import wrap_dim, wrap_dims

if TYPE_CHECKING:
    from engine.registry import Operator

KERNELS: dict[str, Any] = {"math": math, "wrap_dim": wrap_dim, "wrap_dims": wrap_dims}
"""What the names in rules stand for in an ordinary backward pass: the kernels."""

_NOT_SAVED = {"grad", "grads", "position"}
_IDENTITY = (lambda grad: grad).__code__.co_code


def for_arrays(rule: Callable[..., Any]) -> Callable[..., Any]:
    """Return the rule with the names in it standing for kernels: Note [Rules] in engine.registry."""
    assert isinstance(rule, FunctionType)
    if rule.__code__.co_names:
        code, name = rule.__code__, rule.__name__
        return FunctionType(code, KERNELS, name, rule.__defaults__, rule.__closure__)
    plain: Callable[..., Any] = rule
    return plain


def rule_parameters(rule: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of a rule's parameters."""
    code = rule.__code__
    return code.co_varnames[: code.co_argcount]


def make_plan(op: Operator, flags: tuple[Any, ...], grad_fn: str, conjugate: bool) -> Plan:
    """Return what nodes of an operator have in common for one pattern of arguments."""
    active: list[tuple[str, int | None, Callable[..., Any]]] = []
    edges: list[int | None] = []
    for parameter, flag in zip(op.params, flags, strict=True):
        rule = op.rules.get(parameter)
        for position, f in enumerate(flag) if isinstance(flag, tuple) else ((None, flag),):
            if f == DIFFERENTIABLE and rule is not None:
                edges.append(len(active))
                active.append((parameter, position, rule))
            elif rule is not None and (f != FREE or op.wraps_numbers):
                edges.append(None)
    names = {n for _, _, rule in active for n in rule_parameters(rule)} - _NOT_SAVED
    plan = Plan()
    plan.operator = op
    plan.node_class = node_class(grad_fn)
    plan.edges = tuple(edges)
    plan.arguments = tuple(parameter for parameter, _, _ in active)
    plan.entries = entries = tuple(sorted(_entry(op, flags, name) for name in names))
    plan.frees = any(
        kind in (TENSOR, RESULT)
        or (kind == VALUE and (name in op.saves or (op.wraps_numbers and order in op.operands)))
        for order, kind, name in entries
    )
    plan.saves_result = any(kind == RESULT for _, kind, _ in entries)
    plan.tensors = tuple(i for i, (_, kind, _) in enumerate(entries) if kind == TENSOR)
    in_list = any(position is not None for _, position, _ in active)
    plan.places = None if in_list else tuple(op.params.index(name) for name, _, _ in active)
    plan.mode = sum(8 if kind in METADATA else 1 << order for order, kind, _ in entries)
    places = {name: place for place, (_, _, name) in enumerate(entries)}
    vjps = []
    tensor_vjps = []
    for _, position, rule in active:
        parameters = rule_parameters(rule)
        needs = [places.get(name, -1) for name in parameters if name != "position"]
        kinds = [-1 if place < 0 else entries[place][1] for place in needs]
        on_arrays, on_tensors = for_arrays(rule), rule
        parts = [
            name in op.outputs or (op.multiple and name == "result")
            for name in parameters
            if name != "position"
        ]
        if any(parts):
            on_arrays = _picking(on_arrays, parts)
        if conjugate:
            on_arrays = _conjugating(on_arrays, needs, KERNELS["conj"])
            from engine.registry import OPERATORS

            on_tensors = _conjugating(on_tensors, needs, OPERATORS["conj"].call)
        if parameters[-1:] == ("position",):
            on_arrays, on_tensors = _at(on_arrays, position), _at(on_tensors, position)
        identity = rule.__code__.co_code == _IDENTITY and needs == [-1]
        vjp: Any = _bind(on_arrays, needs, [kind == TENSOR for kind in kinds])
        tensor_vjp = _bind_tensors(on_tensors, needs, kinds)
        if op.multiple and "grad" in parameters:
            vjp, tensor_vjp = _of_first(vjp), _of_first(tensor_vjp)
        vjps.append(None if identity and not op.multiple else vjp)
        tensor_vjps.append(tensor_vjp)
    plan.vjps = tuple(vjps)
    plan.tensor_vjps = tuple(tensor_vjps)
    return plan


def _entry(op: Operator, flags: tuple[Any, ...], name: str) -> tuple[int, int, str]:
    """Return (order, kind, name) of the saved value that a rule calls `name`.

    The order is the argument's position, or len(params) for the result, so that the specialised
    dispatchers can save by position; metadata is numbered on from there.
    """
    params = op.params
    if name in params:
        index = params.index(name)
        return index, TENSOR if flags[index] in (CONSTANT, DIFFERENTIABLE) else VALUE, name
    if name == "result" or name in op.outputs:
        return len(params), RESULT, name
    base, _, what = name.rpartition("_")
    if base in params:
        for kind, (word, _) in METADATA.items():
            if what == word:
                return kind * len(params) + params.index(base), kind, name
    raise TypeError(f"{op.name}: a rule names {name}, which is no argument of it")


def _of_first(vjp: Callable[..., Any]) -> Callable[..., Any]:
    """Let a rule for the first output of several take its gradient from among all."""
    return lambda grads, *rest: vjp(grads[0], *rest)


def _picking(rule: Callable[..., Any], parts: list[bool]) -> Callable[..., Any]:
    """Return the rule for some of several results, which are saved with their numbers."""
    return lambda *values: rule(
        *[value[1] if part else value for part, value in zip(parts, values, strict=False)],
        *values[len(parts) :],
    )


def _conjugating(
    rule: Callable[..., Any], places: list[int], conj: Callable[[Any], Any]
) -> Callable[..., Any]:
    """Return the rule for a complex result: see Note [Complex]."""
    saved = [place >= 0 for place in places]

    def on(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)(map(on, value)) if type(value) in (list, tuple) else value
        kind = getattr(getattr(value, "_data", value), "dtype", None)
        if kind is None:
            return value.conjugate() if value.__class__ is complex else value
        return conj(value) if kind.kind == "c" else value

    def call(*values: Any) -> Any:
        known = [on(v) if s else v for s, v in zip(saved, values, strict=False)]
        return rule(*known, *values[len(saved) :])

    return call


def _at(rule: Callable[..., Any], position: int | None) -> Callable[..., Any]:
    return lambda *values: rule(*values, position)


def _bind(
    rule: Callable[..., Any], places: list[int], tensors: list[bool]
) -> Callable[[Any, Any], Any]:
    """Return `(grad, saved) -> rule(...)` on arrays, with the common shapes written out for speed."""
    match list(zip(places, tensors, strict=True)):
        case [(-1, _)]:
            return lambda grad, saved: rule(grad)
        case [(-1, _), (i, True)]:
            return lambda grad, saved: rule(grad, saved[i]._data)
        case [(-1, _), (i, False)]:
            return lambda grad, saved: rule(grad, saved[i])
        case [(-1, _), (i, True), (j, True)]:
            return lambda grad, saved: rule(grad, saved[i]._data, saved[j]._data)
        case [(-1, _), (i, True), (j, False)]:
            return lambda grad, saved: rule(grad, saved[i]._data, saved[j])
    chosen = tuple(zip(places, tensors, strict=True))

    def call(grad: Any, saved: Any) -> Any:
        return rule(
            *[grad if i < 0 else saved[i]._data if tensor else saved[i] for i, tensor in chosen]
        )

    return call


def _bind_tensors(
    rule: Callable[..., Any], places: list[int], kinds: list[int]
) -> Callable[[Any, Any, Any], Any]:
    """Return `(grad, saved, node) -> rule(...)` on tensors that are part of the graph."""
    chosen = tuple(zip(places, kinds, strict=True))

    def call(grad: Any, saved: Any, node: Node) -> Any:
        return rule(
            *[
                grad if i < 0 else saved_tensor(node, i) if kind in (TENSOR, RESULT) else saved[i]
                for i, kind in chosen
            ]
        )

    return call


def saved_tensor(node: Node, place: int) -> Any:
    """Return the saved value at `place` as the tensor it was, connected to the graph."""
    from engine.tensor import Tensor, from_parts

    _, kind, name = node.plan.entries[place]
    value = node.saved[place]
    if kind == RESULT:
        if isinstance(value, tuple):
            number, value = value
            return from_parts(value, node.port(number, value) if value.dtype.kind in "fc" else None)
        return from_parts(value, node.port(0, value) if node.plan.operator.multiple else node)
    assert isinstance(value, Tensor)
    arguments = node.plan.arguments
    target = node.next[arguments.index(name)] if name in arguments else None
    fn = value._fn
    if target is None or target is fn or target is value:
        return value
    if isinstance(target, Tensor):
        # A value that a saved tensor hook brought back is connected to its leaf already.
        return value if isinstance(fn, Node) and fn.next == (target,) else target
    return from_parts(value._data, target)
