"""An explanation as plain data: what the text shows and JSON holds."""

from __future__ import annotations

from typing import Any, NamedTuple

from cli.report import Array, HookCall


class Contribution(NamedTuple):
    """What flowed from a step to one of its inputs.

    target: the input's node, None for one that has no row.
    to: how the input is called.
    rule: the operator's formula in the script's own names; numbers: the same with numbers put in.
    """

    target: int | None
    to: str
    argument: str
    rule: str | None
    numbers: str | None
    gradient: Array


class Sum(NamedTuple):
    """How a gradient came together: the contributions and where they came from.

    name: `x.grad` of a leaf; `before` is what it held before this pass, if anything.
    """

    name: str
    parts: list[tuple[Array, str]]
    before: Array | None
    total: Array


class Step(NamedTuple):
    """One node of the pass, in the order of execution.

    grad_fn: the name of its node; None: a leaf, where the pass ends.
    incoming: the complete gradient of each output that got one.
    saved: what the node had saved for this, as texts; freed: whether it let go of that.
    """

    number: int
    node: int | None
    label: str
    grad_fn: str | None
    incoming: list[Array]
    hooks: list[HookCall]
    sum: Sum | None
    contributions: list[Contribution]
    saved: list[tuple[str, str]]
    freed: bool


class Pass(NamedTuple):
    """One backward pass; `failed`: an error ended it; `omitted`: steps beyond the limit."""

    number: int
    steps: list[Step]
    failed: bool
    omitted: int


class Missing(NamedTuple):
    """A tensor without a `.grad`, and why, in words; `adjoint` is the gradient that was let go."""

    node: int
    label: str
    reason: str
    sentence: str
    adjoint: Array | None


class Remark(NamedTuple):
    """Something to know about a node: a kink it lies on, or where a number stopped being finite.

    kind: "kink", "forward" or "backward".
    """

    kind: str
    node: int | None
    sentence: str
    help: str | None = None


class Explanation:
    """All of it; `left_out` counts the passes before those that were kept."""

    __slots__ = ("left_out", "missing", "passes", "remarks")

    def __init__(self) -> None:
        self.passes: list[Pass] = []
        self.left_out = 0
        self.missing: list[Missing] = []
        self.remarks: list[Remark] = []


Values = dict[str, Any]
"""What a node saved, by the names that rules give it."""
