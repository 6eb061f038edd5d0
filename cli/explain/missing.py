"""Why tensors have no `.grad`, in words, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from cli.explain.model import Missing, Pass
from cli.report import Node

_SENTENCES = {
    "constant": "it does not require grad: a leaf that does is made with requires_grad=True "
    "(on the command line with = in place of :=)",
    "detached": "detach() cut it off from what it was computed of: nothing flows back through it",
    "no_grad": "it was computed under no_grad, so no operation was recorded",
    "not differentiable": "its dtype has no gradients: only floats and complex numbers do",
    "not a leaf": "it was computed: its gradient was passed on and let go; retain_grad() keeps it",
    "no backward yet": "no backward pass has run",
    "not accumulated": "autograd.grad returns gradients, and leaves .grad alone",
    "freed": "the graph below it was freed by an earlier pass",
    "unused": "the result does not depend on it",
}


def missing(nodes: Iterable[Node], passes: Iterable[Pass]) -> list[Missing]:
    """Return the variables without a gradient; of a name that a loop gives anew, the last one."""
    found: dict[str, Missing] = {}
    offered = {flow.target for p in passes for step in p.steps for flow in step.contributions}
    for node in nodes:
        if node.grad is not None or node.why_no_grad is None:
            continue
        if node.name is None and node.why_no_grad not in ("detached", "no_grad"):
            continue
        label = node.name or node.expr
        found.pop(label, None)
        sentence = _sentence(node, node.id in offered)
        found[label] = Missing(node.id, label, node.why_no_grad, sentence, node.adjoint)
    return list(found.values())


def _sentence(node: Node, offered: bool) -> str:
    reason = node.why_no_grad or ""
    if reason == "not a leaf" and node.adjoint is None:
        return "it was computed, and no gradient reached it in the last pass"
    if reason == "unused" and offered:
        return "its gradient was not asked for"
    return _SENTENCES.get(reason, reason)
