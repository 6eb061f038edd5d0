"""An explanation as text: numbered steps, one line each thing that happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cli import cells
from cli.explain.model import Contribution, Explanation, Pass, Step, Sum
from cli.explain.record import SHOWN
from cli.render import Style, Write
from cli.render.ansi import paint
from cli.render.measure import wide
from cli.report import Array

_CODES = {
    "": "",
    "head": "1",
    "leaf": "1;36",
    "rule": "",
    "faint": "2",
    "number": "32",
    "warn": "1;31",
}


class Line(NamedTuple):
    """A line: how far it is indented, its pieces as (role, text)."""

    indent: int
    pieces: list[tuple[str, str]]


def render_section(explanation: Explanation, format: str, style: Style, write: Write) -> None:
    """Write the explanation below a table of this format."""
    fenced = format == "markdown"
    if fenced:
        write("\n```text\n")
    for number, text in enumerate(lines(explanation, style)):
        if number or not fenced:
            write(text + "\n")
    if fenced:
        write("```\n")


def lines(explanation: Explanation, style: Style) -> list[str]:
    """Return the explanation as lines."""
    return [text.rstrip() for line in _lines(explanation, style) for text in _wrapped(line, style)]


def step_lines(step: Step, steps: int, style: Style) -> Iterator[str]:
    """Yield one of several steps as lines."""
    for line in _step(step, len(str(steps)), style):
        yield from _wrapped(line, style)


def _lines(explanation: Explanation, style: Style) -> Iterator[Line]:
    many = len(explanation.passes) > 1 or explanation.left_out
    if explanation.left_out:
        yield Line(0, [])
        plural = "es" if explanation.left_out > 1 else ""
        yield Line(0, [("faint", f"{explanation.left_out} earlier pass{plural} left out")])
    for taken in explanation.passes:
        yield Line(0, [])
        title = f"Backward pass {taken.number}" if many else "Backward pass"
        yield Line(0, [("head", title), ("", ", step by step")])
        yield from _pass(taken, style)
    if not explanation.passes:
        yield Line(0, [])
        yield Line(0, [("head", "No backward pass ran")])
    remarks = explanation.remarks
    if remarks:
        yield Line(0, [])
        yield Line(0, [("head", "To know")])
        for remark in remarks:
            role = "" if remark.kind == "kink" else "warn"
            yield Line(2, [(role, remark.kind + ": "), ("", remark.sentence)])
            if remark.help is not None:
                yield Line(4, [("faint", f"help: {remark.help}")])
    if explanation.missing:
        yield Line(0, [])
        yield Line(0, [("head", "Without .grad")])
        yield from _missing(explanation, style)


def _missing(explanation: Explanation, style: Style) -> Iterator[Line]:
    """Yield the reasons; what was computed on the way is said at once."""
    passed_on = [
        m for m in explanation.missing if m.reason == "not a leaf" and m.adjoint is not None
    ]
    others = [m for m in explanation.missing if m not in passed_on]
    for absent in others:
        yield Line(2, [("leaf", absent.label), ("", f": {absent.sentence}")])
    if not passed_on:
        return
    shown = passed_on[:SHOWN]
    names = ", ".join(f"{m.label} ({_human(m.adjoint, style)})" for m in shown)
    names += f" and {len(passed_on) - len(shown)} more" * (len(passed_on) > len(shown))
    kept = ",".join(m.label for m in shown)
    yield Line(
        2,
        [
            ("leaf", names),
            (
                "",
                ": computed on the way: not leaves, so their gradients were passed on and let go; ",
            ),
            ("", f"--retain-grad {kept} (retain_grad() in a script) keeps them"),
        ],
    )


def _pass(taken: Pass, style: Style) -> Iterator[Line]:
    width = len(str(len(taken.steps)))
    for step in taken.steps:
        yield from _step(step, width, style)
    if taken.omitted:
        yield Line(0, [("faint", f"… {taken.omitted} more steps (--limit)")])
    if taken.failed:
        yield Line(0, [("warn", "an error ended the pass here")])


def _step(step: Step, width: int, style: Style) -> Iterator[Line]:
    number = f"{step.number:>{width}}. "
    inner = width + 2
    if step.grad_fn is None:
        yield Line(0, [("", number), *_sum(step.sum, step, style)])
        yield from _hooks(step, inner, style)
        return
    shown = [_human(grad, style) for grad in step.incoming]
    gradient = shown[0] if len(shown) == 1 else "; ".join(shown) or "none"
    start = ", where backward starts" if step.number == 1 else ""
    yield Line(
        0,
        [
            ("", number),
            ("head", step.label),
            ("faint", f"  {step.grad_fn}"),
            ("", f": gradient {gradient}{start}"),
        ],
    )
    if step.sum is not None:
        yield Line(inner, [("", "= "), *_parts(step.sum, style)])
    yield from _hooks(step, inner, style)
    for flow in step.contributions:
        yield Line(inner, _contribution(flow, style))
    if step.saved or step.freed:
        saved = ", ".join(f"{name} = {value}" for name, value in step.saved)
        said = [f"had saved {saved}"] if saved else []
        said += ["freed now"] if step.freed and saved else []
        if said:
            yield Line(inner, [("faint", f"({'; '.join(said)})")])


def _hooks(step: Step, indent: int, style: Style) -> Iterator[Line]:
    for call in step.hooks:
        before, after = _human(call.before, style), _human(call.after, style)
        what = f"left it at {after}" if before == after else f"{before} → {after}"
        yield Line(indent, [("", f"hook {call.call}: {what}")])


def _contribution(flow: Contribution, style: Style) -> list[tuple[str, str]]:
    result = _human(flow.gradient, style)
    said = [text for text in (flow.rule, flow.numbers) if text is not None]
    if flow.rule == flow.numbers:
        said = said[:1]
    if said and said[-1] == result:
        said.pop()
    rule = "".join(f"{text} = " for text in said)
    return [("leaf", flow.to), ("", f" ← {rule}"), ("number", result)]


def _sum(total: Sum | None, step: Step, style: Style) -> list[tuple[str, str]]:
    """Return `x.grad = 8 - 4 = 4: 8 via y2 = 2*x, -4 via y1 = x + 1`."""
    if total is None:
        return [("leaf", step.label), ("", f": gradient {_human(step.incoming[0], style)}")]
    return [("leaf", total.name), ("", " = "), *_parts(total, style)]


def _parts(total: Sum, style: Style) -> list[tuple[str, str]]:
    values = [grad for grad, _ in total.parts]
    texts = [_human(value, style) for value in values]
    if total.before is not None:
        texts.insert(0, _human(total.before, style))
    result = _human(total.total, style)
    small = all(value.size <= SHOWN for value in [*values, total.total])
    pieces = [("number", result)]
    if len(texts) > 1 and small:
        pieces = [("", f"{_added(texts)} = "), ("number", result)]
    if not total.parts:
        said = "where backward starts"
    elif len(total.parts) == 1 and total.before is None:
        said = f"via {total.parts[0][1]}"
    else:
        said = ", ".join(f"{_human(g, style)} via {via}" for g, via in total.parts)
    if total.before is not None:
        said = f"{_human(total.before, style)} from before, {said}"
    return [*pieces, ("", f": {said}")]


def _added(texts: list[str]) -> str:
    """Return texts as a sum: 8 - 4."""
    joined = texts[0]
    for text in texts[1:]:
        joined += f" - {text[1:]}" if text[:1] == "-" else f" + {text}"
    return joined


def _human(array: Array, style: Style) -> str:
    if array.size > SHOWN:
        return f"{array.dtype.name}{list(array.shape)}"
    return cells.human(array, style.precision)


def _wrapped(line: Line, style: Style) -> Iterator[str]:
    """Yield a line as text, cut into several where it is wider than the terminal."""
    room = None if style.width is None else max(style.width - line.indent, 20)
    current: list[tuple[str, str]] = [("", " " * line.indent)]
    column = 0
    for role, text in line.pieces:
        for word in _words(_ascii(text) if style.ascii else text):
            if room is not None and column and column + wide(word.rstrip()) > room:
                yield _joined(current, style.color)
                current, column = [("", " " * line.indent + "   ")], 3
                word = word.lstrip()
            if current[-1][0] == role:
                current[-1] = role, current[-1][1] + word
            else:
                current.append((role, word))
            column += wide(word)
    yield _joined(current, style.color)


def _joined(pieces: list[tuple[str, str]], color: bool) -> str:
    return "".join(paint(text, _CODES[role]) if color else text for role, text in pieces).rstrip()


def _words(text: str) -> list[str]:
    """Return a text in pieces that each end with a space, but the last."""
    pieces = text.split(" ")
    return [piece + " " for piece in pieces[:-1]] + pieces[-1:]


def _ascii(text: str) -> str:
    return text.replace("←", "<-").replace("→", "->").replace("…", "...")
