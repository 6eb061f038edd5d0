"""An explanation as JSON data, complete and in full precision."""

from __future__ import annotations

from typing import Any

from cli import cells
from cli.explain.model import Explanation, Step


def data(explanation: Explanation) -> dict[str, Any]:
    """Return what `"explain"` holds in the JSON document."""
    return {
        "passes": [
            {
                "number": taken.number,
                "failed": taken.failed,
                "omitted": taken.omitted,
                "steps": [_step(step) for step in taken.steps],
            }
            for taken in explanation.passes
        ],
        "left_out": explanation.left_out,
        "remarks": [remark._asdict() for remark in explanation.remarks],
        "missing": [
            {**absent._asdict(), "adjoint": cells.exact(absent.adjoint)}
            for absent in explanation.missing
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    total = step.sum
    return {
        "number": step.number,
        "node": step.node,
        "label": step.label,
        "grad_fn": step.grad_fn,
        "gradients": [cells.exact(grad) for grad in step.incoming],
        "hooks": [cells.hook_data(call) for call in step.hooks],
        "sum": None
        if total is None
        else {
            "name": total.name,
            "parts": [{"gradient": cells.exact(grad), "via": via} for grad, via in total.parts],
            "before": cells.exact(total.before),
            "total": cells.exact(total.total),
        },
        "contributions": [
            {
                "to": flow.target,
                "label": flow.to,
                "argument": flow.argument,
                "rule": flow.rule,
                "numbers": flow.numbers,
                "gradient": cells.exact(flow.gradient),
            }
            for flow in step.contributions
        ],
        "saved": [{"name": name, "value": value} for name, value in step.saved],
        "freed": step.freed,
    }
