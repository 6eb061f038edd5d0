"""The checks as a table, JSON or delimited text."""

from __future__ import annotations

from json import dumps
from typing import Any

from cli import cells
from cli.checking.compare import FAILED, Element, LeafCheck
from cli.render import Write
from cli.render.ansi import paint
from cli.render.delimited import writer
from cli.render.measure import wide

_HEADER = ["leaf", "shape", "checked", "abs error", "rel error", "worst at", "analytic", "numeric"]
_COLORS = {"ok": "32", "kink": "36", "unused": "2"}


def write(
    checks: list[LeafCheck], format: str, precision: int, color: bool, ascii: bool, out: Write
) -> None:
    """Write the checks in a format."""
    if format == "json":
        out(dumps({"schema": 1, "checks": [data(c) for c in checks], "passed": passed(checks)}))
        out("\n")
        return
    header = [*_HEADER, "verdict"]
    if any(check.order > 1 for check in checks):
        header.insert(1, "order")
    rows = [_row(check, precision, len(header) > len(_HEADER) + 1) for check in checks]
    if format in ("csv", "tsv"):
        writer(out, "," if format == "csv" else "\t").writerows([header, *rows])
    elif format == "markdown":
        for row in (header, ["---"] * len(header), *rows):
            out("| " + " | ".join(row) + " |\n")
    else:
        _table(header, rows, checks, color, ascii, out)


def passed(checks: list[LeafCheck]) -> bool:
    """Return whether no leaf failed."""
    return not any(check.verdict in FAILED for check in checks)


def _row(check: LeafCheck, precision: int, with_order: bool) -> list[str]:
    worst = check.worst or check.kink
    number = (lambda v: cells.number(v, precision)) if worst is not None else str
    row = [
        check.name,
        str(list(check.shape)),
        f"{check.checked} of {check.size}" if check.checked < check.size else str(check.checked),
        "" if worst is None else f"{worst.error:.2g}",
        "" if worst is None else f"{worst.relative:.2g}",
        "" if worst is None or not worst.place else str(list(worst.place)),
        "" if worst is None else number(worst.analytic),
        "" if worst is None else number(worst.numeric),
        check.verdict,
    ]
    if with_order:
        row.insert(1, str(check.order))
    return row


def _table(
    header: list[str],
    rows: list[list[str]],
    checks: list[LeafCheck],
    color: bool,
    ascii: bool,
    out: Write,
) -> None:
    keep = [i for i in range(len(header)) if any(row[i] for row in rows) or not rows]
    widths = [max(wide(row[i]) for row in (header, *rows)) for i in keep]
    right = {"checked", "abs error", "rel error", "analytic", "numeric", "order"}

    def line(row: list[str], colored: bool) -> str:
        texts = []
        for i, width in zip(keep, widths, strict=True):
            room = " " * (width - wide(row[i]))
            text = room + row[i] if header[i] in right else row[i] + room
            if colored and header[i] == "verdict":
                text = paint(row[i], _COLORS.get(row[i], "1;31"))
            texts.append(text)
        return "  ".join(texts).rstrip() + "\n"

    first = line(header, False)
    out(paint(first.rstrip(), "1") + "\n" if color else first)
    out(("-" if ascii else "─") * (sum(widths) + 2 * (len(widths) - 1)) + "\n")
    for row in rows:
        out(line(row, color))
    for text in (text for check in checks for text in remarks(check)):
        out(text + "\n")
    failures: dict[str, list[str]] = {}
    for check in checks:
        if check.verdict in FAILED:
            failures.setdefault(f"{check.verdict}: {{}}: {_hint(check)}", []).append(check.name)
    for text, names in failures.items():
        out(text.format(", ".join(names)) + "\n")
    wrong = sum(check.verdict in FAILED for check in checks)
    if wrong:
        out(f"{wrong} of {len(checks)} checks failed\n")
    elif checks:
        out(f"all {len(checks)} agree\n" if len(checks) > 1 else "it agrees\n")


def remarks(check: LeafCheck) -> list[str]:
    """Return what there is to say of a leaf below the table."""
    found = []
    if check.kink is not None:
        kink = check.kink
        where = f"{check.name}{list(kink.place) if kink.place else ''}"
        more = f" ({check.kinks} elements)" if check.kinks > 1 else ""
        found.append(
            f"kink: {where}{more}: left slope {_slope(kink.left)}, right slope "
            f"{_slope(kink.right)}, analytic {_slope(kink.analytic)}"
        )
    if check.note is not None:
        found.append(f"note: {check.name}: {check.note}")
    return found


def _hint(check: LeafCheck) -> str:
    if check.note == "no gradient reaches it":
        return "the value depends on it, but the graph does not: is there a detach() or no_grad()?"
    if check.verdict == "not finite":
        return "the derivative is not finite there; --explain says where that began"
    return (
        "an operation on the way has a backward that disagrees with its forward, or the graph is cut "
        "(detach(), no_grad(), .data)"
    )


def _slope(value: complex) -> str:
    return cells.number(value, 6)


def data(check: LeafCheck) -> dict[str, Any]:
    """Return a check as JSON data."""

    def element(found: Element | None) -> dict[str, Any] | None:
        if found is None:
            return None
        import numpy

        numbers = {
            name: cells.exact(numpy.asarray(value))
            for name, value in found._asdict().items()
            if name not in ("place", "noise")
        }
        errors = {"error": found.error, "relative": found.relative}
        exact = {name: cells.exact(numpy.asarray(value)) for name, value in errors.items()}
        return {"index": list(found.place), **numbers, **exact}

    return {
        "leaf": check.name,
        "order": check.order,
        "shape": list(check.shape),
        "dtype": check.dtype,
        "checked": check.checked,
        "size": check.size,
        "verdict": check.verdict,
        "worst": element(check.worst),
        "kinks": check.kinks,
        "kink": element(check.kink),
        "note": check.note,
    }
