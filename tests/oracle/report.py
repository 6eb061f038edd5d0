"""Shows a disagreement between us and PyTorch: the script, and both outputs as a diff."""

from __future__ import annotations

import difflib

from tests.oracle.outcome import Outcome, agreement


def difference(
    source: str, ours: Outcome, theirs: Outcome, *, allow_rounding: bool = False
) -> str | None:
    """A readable account of how the outcomes differ, or None when they agree."""
    kind = agreement(ours, theirs)
    if kind == "exact" or (allow_rounding and kind == "rounding"):
        return None
    lines = difflib.unified_diff(
        _lines(theirs), _lines(ours), fromfile="PyTorch", tofile="ours", lineterm=""
    )
    return "\n".join([f"[{kind}]", *_numbered(source), *lines])


def _lines(outcome: Outcome) -> list[str]:
    ending = "(ends normally)" if outcome.error is None else f"(ends with) {outcome.error}"
    return [*outcome.stdout.split("\n"), ending]


def _numbered(source: str) -> list[str]:
    return [f"{i:4d} | {line}" for i, line in enumerate(source.splitlines(), 1)]
