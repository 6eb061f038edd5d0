"""What a reader should know of single nodes: kinks, and where numbers stopped being finite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cli import cells
from cli.explain.model import Remark
from cli.explain.record import Arrival, Flow
from cli.report import Array, Node

if TYPE_CHECKING:
    from cli.explain.record import PassRecorder


def remarks(rows: list[Node], recorder: PassRecorder) -> list[Remark]:
    """Return all remarks: kinks of the last pass, then the first number that is not finite."""
    nodes = {node.id: node for node in rows}
    found = list(_kinks(nodes, recorder))
    found += _forward(rows, nodes)
    found += _backward(nodes, recorder)
    return found


def _label(node: Node | None, otherwise: str = "a value") -> str:
    return otherwise if node is None else node.name or node.expr


# -- kinks -----------------------------------------------------------------------------------------


def _kinks(nodes: dict[int, Node], recorder: PassRecorder) -> Iterator[Remark]:
    """Yield the places of the last pass where a function has no derivative, and which was taken."""
    if not recorder.taken:
        return
    incoming: dict[int, Any] = {}
    said: set[tuple[int, str]] = set()
    for event in recorder.taken[-1].events:
        if isinstance(event, Arrival):
            incoming[id(event.target)] = event.grad
        if not isinstance(event, Flow) or event.row is None or event.row.id not in nodes:
            continue
        operator = getattr(event.node.plan, "operator", None)
        kink = getattr(operator, "kink", None)
        if kink is None or (event.row.id, event.argument) in said:
            continue
        said.add((event.row.id, event.argument))
        given = _arguments(event, nodes)
        at = _places(kink, given)
        if at is None or not at.any():
            continue
        node = nodes[event.row.id]
        source = _label(nodes.get(event.target_row.id) if event.target_row else None)
        slope = _slope(event.grad, incoming.get(id(event.node)), at)
        count = int(at.sum())
        where = source if at.ndim == 0 else f"{count} of {at.size} elements of {source}"
        verb = "lies" if count == 1 or at.ndim == 0 else "lie"
        yield Remark(
            "kink",
            node.id,
            f"{where} {verb} on a kink of {node.expr}, where no derivative exists: as in PyTorch, "
            f"the slope {slope} was taken",
        )


def _arguments(event: Flow, nodes: dict[int, Node]) -> dict[str, Any]:
    """Return the arguments of an operation by name: what it saved, and the values of its inputs."""
    found = {k: v for k, v in event.values.items() if not hasattr(v, "shape") or cells.is_array(v)}
    row: Any = event.row
    for argument, source in zip(row.arguments, row.inputs, strict=True):
        if source in nodes:
            found.setdefault(argument, nodes[source].value)
            found[argument] = nodes[source].value
    if row.id in nodes:
        found["result"] = nodes[row.id].value
    return found


def _places(kink: Any, given: dict[str, Any]) -> Any:
    import numpy

    code = kink.__code__
    names = code.co_varnames[: code.co_argcount]
    if any(name not in given for name in names):
        return None
    try:
        return numpy.asarray(kink(*[given[name] for name in names]))
    except (TypeError, ValueError):  # a change in place has left other shapes
        return None


def _slope(outgoing: Array, incoming: Any, at: Any) -> str:
    """Return which slope was taken, where gradients tell it."""
    import numpy

    if incoming is None or incoming.shape != outgoing.shape or at.shape != outgoing.shape:
        return "that the rule gives"
    with numpy.errstate(all="ignore"):
        slopes = numpy.unique((outgoing / incoming)[at])
    slopes = slopes[numpy.isfinite(slopes)]
    return cells.human(slopes[0], 6) if len(slopes) == 1 else "that the rule gives"


# -- NaN and infinity ------------------------------------------------------------------------------


def _finite(array: Any) -> bool:
    import numpy

    return array is None or array.dtype.kind not in "fc" or bool(numpy.isfinite(array).all())


def _word(array: Array) -> str:
    import numpy

    return "NaN" if numpy.isnan(array).any() else "infinity"


def _forward(rows: list[Node], nodes: dict[int, Node]) -> list[Remark]:
    """Return where the first value that is not finite was computed, or given."""
    for node in rows:
        if _finite(node.value):
            continue
        sources = [nodes[i] for i in node.inputs if i in nodes]
        word = _word(node.value)
        if not all(_finite(source.value) for source in sources):
            continue  # it was handed on
        if not sources:
            return [Remark("forward", node.id, f"{_label(node)} is given as {word}")]
        given = ", ".join(f"{_label(s)} = {cells.human(s.value, 6)}" for s in sources[:3])
        help = _FORWARD_HELP.get(_operation(node))
        return [
            Remark(
                "forward",
                node.id,
                f"the first {word} of the forward pass: {_label_and_expr(node)}, of {given}",
                help,
            )
        ]
    return []


def _label_and_expr(node: Node) -> str:
    return f"{node.name} = {node.expr}" if node.name and node.name != node.expr else node.expr


def _operation(node: Node) -> str:
    return (node.grad_fn or "").removesuffix("0").removesuffix("Backward")


_FORWARD_HELP = {
    "Log": "keep the argument above 0: torch.log(x.clamp(min=1e-12)), or torch.log1p, "
    "torch.logsumexp, F.log_softmax where they fit",
    "Sqrt": "keep the argument at 0 or above: torch.sqrt(x.clamp(min=0))",
    "Div": "keep the divisor away from 0: x / (y + 1e-12), or choose with torch.where first",
    "Exp": "exp is beyond the dtype's largest number: subtract the maximum first, or use "
    "torch.logsumexp, F.softmax",
    "Pow": "a negative number has no real power with a fraction; 0 has no negative one",
    "Acos": "keep the argument in [-1, 1]: x.clamp(-1, 1)",
    "Asin": "keep the argument in [-1, 1]: x.clamp(-1, 1)",
}


def _backward(nodes: dict[int, Node], recorder: PassRecorder) -> list[Remark]:
    """Return where the first gradient that is not finite came from."""
    for taken in recorder.taken:
        incoming: dict[int, Any] = {}
        infinite: Remark | None = None
        for event in taken.events:
            if isinstance(event, Arrival):
                incoming[id(event.target)] = event.grad
            if not isinstance(event, Flow) or _finite(event.grad):
                continue
            before = incoming.get(id(event.node))
            if before is not None and not _finite(before):
                continue  # handed on
            remark = _origin(event, before, nodes)
            if _word(event.grad) == "NaN":
                return [remark] if infinite is None else [infinite, remark]
            infinite = infinite or remark
        if infinite is not None:
            return [infinite]
    return []


def _origin(event: Flow, incoming: Any, nodes: dict[int, Node]) -> Remark:
    node = nodes.get(event.row.id) if event.row is not None else None
    source = nodes.get(event.target_row.id) if event.target_row is not None else None
    word = _word(event.grad)
    where = _label_and_expr(node) if node is not None else event.node.name()
    value = "" if source is None else f", where {_label(source)} = {cells.human(source.value, 6)}"
    sentence = f"the first {word} of the backward pass: from {where} to {_label(source)}{value}"
    help = None
    if incoming is not None and (incoming == 0).any() and _chosen_away(event, nodes):
        sentence += (
            " (torch.where did not take this branch; its gradient 0 still meets the branch's "
            "infinite derivative, and 0 times infinity is NaN)"
        )
        help = (
            "make the argument safe before the operation: torch.where(mask, f(torch.where(mask, x, "
            "1.0)), other)"
        )
    elif node is not None:
        help = _FORWARD_HELP.get(_operation(node))
        if _operation(node) == "Sqrt":
            help = "the slope of sqrt at 0 is infinite: torch.sqrt(x + 1e-12), or torch.where"
    return Remark("backward", None if node is None else node.id, sentence, help)


def _chosen_away(event: Flow, nodes: dict[int, Node]) -> bool:
    """Return whether the result of an operation went, directly or not, into a torch.where."""
    if event.row is None:
        return False
    users: dict[int, list[int]] = {}
    for node in nodes.values():
        for source in node.inputs:
            users.setdefault(source, []).append(node.id)
    todo, seen = [event.row.id], set()
    while todo:
        current = todo.pop()
        if current in seen:
            continue
        seen.add(current)
        for user in users.get(current, ()):
            if _operation(nodes[user]) == "Where":
                return True
            todo.append(user)
    return False
