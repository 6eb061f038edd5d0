"""From the events of the passes to an explanation."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cli import cells
from cli.explain.model import Contribution, Explanation, Pass, Step, Sum
from cli.explain.numbers import in_names, with_numbers
from cli.explain.record import Arrival, Flow, HookRun, Large, Release, Taken
from cli.render.measure import clip
from cli.report import HookCall, Node, Report

if TYPE_CHECKING:
    from cli.explain.record import PassRecorder

LONGEST = 60
"""Characters of a source text that stand for a node."""


def explain(
    report: Report, recorder: PassRecorder, recent: list[Node], precision: int, limit: int | None
) -> Explanation:
    """Return the explanation of a report whose nodes are filled in.

    recent: the nodes of the latest passes that the report has no rows for.
    limit: how many steps of a pass to explain; None: all.
    """
    from cli.explain.missing import missing
    from cli.explain.remarks import remarks

    found = Explanation()
    found.left_out = recorder.started - len(recorder.taken)
    nodes = [*report.nodes, *recent]
    builder = _Builder(nodes, precision, limit)
    found.passes = [builder.built(taken) for taken in recorder.taken]
    found.missing = missing(nodes, found.passes)
    found.remarks = remarks(nodes, recorder)
    return found


class _Builder:
    """Builds passes; knows how nodes are called."""

    def __init__(self, nodes: list[Node], precision: int, limit: int | None) -> None:
        self.limit = limit
        self.nodes: Mapping[int, Node] = {node.id: node for node in nodes}
        self.precision = precision
        kinds: dict[str, set[str | None]] = {}
        for node in nodes:
            if not node.name:
                kinds.setdefault(node.expr, set()).add(node.grad_fn)
        self.shared = {expr for expr, names in kinds.items() if len(names) > 1}

    def called(self, node: Node) -> str:
        """Return the name of a node, or its source text: with its operation, if others share that."""
        if node.name:
            return node.name
        if node.expr in self.shared and node.grad_fn:
            return f"{node.expr} [{node.grad_fn.removesuffix('0').removesuffix('Backward')}]"
        return node.expr

    def label(self, row: Any, target: Any) -> str:
        """Return how a target is called: its name, its source text, or its node's name."""
        node = None if row is None else self.nodes.get(row.id)
        if node is not None:
            return _short(self.called(node))
        name = getattr(target, "name", None)
        if not callable(name):
            return "a leaf"
        text: str = name()
        return "the tensor changed in place" if text.endswith("::CopySlices") else text

    def full_label(self, row: Any, target: Any) -> str:
        """Return the same, with the source text of what a variable holds."""
        node = None if row is None else self.nodes.get(row.id)
        if node is not None and node.name and node.grad_fn and node.expr not in ("", node.name):
            return _short(f"{node.name} = {node.expr}")
        return self.label(row, target)

    def built(self, taken: Taken) -> Pass:
        """Return a pass as steps."""
        drafts: dict[Any, _Draft] = {}
        parts: dict[Any, list[tuple[Any, str]]] = {}
        for event in taken.events:
            if isinstance(event, Arrival):
                node = event.target
                draft = drafts.setdefault(id(node), _Draft(node, event.row))
                draft.row = draft.row or event.row
                draft.arrivals.append((event, parts.pop((id(node), _number(event)), [])))
            elif isinstance(event, Flow):
                draft = drafts.setdefault(id(event.node), _Draft(event.node, event.row))
                draft.flows.append(event)
                key = id(event.target), event.output_nr
                via = self.full_label(event.row, event.node)
                parts.setdefault(key, []).append((event.grad, via))
            elif isinstance(event, HookRun):
                drafts.setdefault(id(event.target), _Draft(event.target, None)).hooks.append(event)
            elif isinstance(event, Release) and id(event.node) in drafts:
                drafts[id(event.node)].freed = True
        added = taken.accumulated
        chosen = list(drafts.values())[: self.limit]
        steps = [self.step(i, draft, added) for i, draft in enumerate(chosen, 1)]
        return Pass(taken.number, steps, taken.failed, len(drafts) - len(chosen))

    def step(self, number: int, draft: _Draft, added: set[int]) -> Step:
        """Return a step."""
        row, node = draft.row, draft.node
        is_leaf = any(arrival.is_leaf for arrival, _ in draft.arrivals)
        grad_fn = None if is_leaf else node.name()
        incoming = [arrival.grad for arrival, _ in draft.arrivals]
        hooks = [HookCall(h.call, h.before, h.after, h.output) for h in draft.hooks]
        saved: dict[str, Any] = {}
        for flow in draft.flows:
            saved.update(flow.values)
        return Step(
            number,
            None if row is None else row.id,
            self.full_label(row, node),
            grad_fn,
            incoming,
            hooks,
            self.sum(draft, is_leaf, id(node) in added),
            [self.contribution(flow, draft) for flow in draft.flows],
            [(name, self.saved_text(v)) for name, v in saved.items() if _is_data(name, v)],
            draft.freed,
        )

    def sum(self, draft: _Draft, is_leaf: bool, added: bool) -> Sum | None:
        """Return how the gradient came together, where there is something to say.

        added: whether it was added to the leaf's `.grad`, and not only returned by autograd.grad.
        """
        if len(draft.arrivals) != 1:
            return None
        arrival, parts = draft.arrivals[0]
        if not is_leaf and len(parts) < 2:
            return None
        name = self.label(draft.row, draft.node)
        total = draft.hooks[0].before if draft.hooks else arrival.grad
        before = arrival.before if added else None
        if before is not None:
            total = total + before
        if is_leaf:
            name = f"{name}.grad" if added else f"gradient of {name}"
        return Sum(name, parts, before, total)

    def contribution(self, flow: Flow, draft: _Draft) -> Contribution:
        """Return what flowed along an edge, with the rule that says so."""
        rule = numbers = None
        operator = getattr(flow.node.plan, "operator", None)
        incoming = draft.arrivals[0][0].grad if len(draft.arrivals) == 1 else None
        expression = None
        if operator is not None and flow.node.name() != "CopySlices":
            from engine.formulas import expression as declared

            expression = declared(operator, flow.argument, flow.values)
        if expression is not None:
            values = dict(flow.values)
            if incoming is not None:
                values["grad"] = incoming if incoming.size <= 6 else Large(incoming.shape, "")
                values["n"] = max(flow.grad.size // max(incoming.size, 1), 1)
                if flow.grad.shape != incoming.shape and _is_elementwise(operator, expression):
                    expression = _summed(expression, flow.grad.shape)
            rule = in_names(expression, values, self.arguments(flow, draft.row))
            # PyTorch's rules conjugate what is complex, which a formula leaves out.
            if incoming is not None and "c" not in (flow.grad.dtype.kind, incoming.dtype.kind):
                numbers = with_numbers(expression, values, self.precision)
        return Contribution(
            None if flow.target_row is None else flow.target_row.id,
            self.label(flow.target_row, flow.target),
            flow.argument,
            rule,
            numbers,
            flow.grad,
        )

    def arguments(self, flow: Flow, row: Any) -> dict[str, str]:
        """Return how the script calls the arguments of an operation, and its result."""
        if row is None:
            return {}
        labels = {"result": self.label(row, flow.node)}
        for argument, source in zip(row.arguments, row.inputs, strict=True):
            node = self.nodes.get(source)
            if node is not None:
                labels.setdefault(argument, self.called(node))
        return labels

    def saved_text(self, value: Any) -> str:
        """Return a saved value for people."""
        if isinstance(value, Large):
            return f"{value.dtype}{list(value.shape)}"
        return cells.human(value, self.precision) if cells.is_array(value) else repr(value)


def _short(text: str) -> str:
    """Return a source text in one line of at most `LONGEST` characters."""
    return clip(" ".join(text.split()), LONGEST)


def _is_elementwise(operator: Any, rule: ast.expr) -> bool:
    """Return whether a rule's result has the shape of the incoming gradient."""
    return operator.batch == "elementwise" or not any(
        isinstance(node, (ast.Call, ast.Subscript)) for node in ast.walk(rule)
    )


def _summed(expression: ast.expr, shape: tuple[int, ...]) -> ast.expr:
    """Return a rule with what undoes broadcasting around it."""
    size = ast.parse(repr(tuple(shape)), mode="eval").body
    return ast.Call(ast.Name("sum_to_size"), [expression, size], [])


class _Draft:
    """A step whose events are being collected."""

    def __init__(self, node: Any, row: Any) -> None:
        self.node = node
        self.row = row
        self.arrivals: list[tuple[Arrival, list[tuple[Any, str]]]] = []
        self.flows: list[Flow] = []
        self.hooks: list[HookRun] = []
        self.freed = False


def _number(arrival: Arrival) -> int:
    return 0 if arrival.row is None else int(arrival.row.output_nr)


def _is_data(name: str, value: Any) -> bool:
    """Return whether a saved value is worth a word: tensors and factors, but no dimensions."""
    if isinstance(value, Large) or cells.is_array(value):
        return True
    return isinstance(value, (int, float, complex)) and name in _FACTORS


_FACTORS = ("other", "exponent", "alpha", "beta", "value", "weight", "negative_slope")
