"""The reference as text: the list by family, the rows of a search, one entry's page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from cli.reference.catalogue import Entry
from cli.render.ansi import paint
from cli.render.measure import clip, wide

FEW = 3
"""Rules are shown for what is computed by up to this many operators."""

Line = list[tuple[str, str]]
"""Pieces of text, each with a role: "head", "name", "faint" or "" for plain."""

_CODES = {"": "", "head": "1", "name": "36", "faint": "2"}


def short(path: str) -> str:
    """Return how an expression may call an entry: `sin`, `nn.Linear`, `Tensor.backward`."""
    return path.removeprefix("torch.")


def families(entries: Iterable[Entry], width: int) -> Iterator[Line]:
    """Yield every family with the names in it."""
    groups: dict[str, list[str]] = {}
    for entry in entries:
        groups.setdefault(entry.family, []).append(short(entry.path))
    for family, names in groups.items():
        yield [("head", family)]
        for line in textwrap.wrap(" ".join(names), max(width - 2, 20), break_on_hyphens=False):
            yield [("", "  "), ("name", line)]
    total = sum(map(len, groups.values()))
    yield []
    yield [("faint", f"{total} entries. autograd ops NAME shows one, autograd ops WORDS searches.")]


def rows(entries: list[Entry], width: int | None) -> Iterator[Line]:
    """Yield a line an entry: its name and its first sentence."""
    column = max(wide(short(entry.path)) for entry in entries)
    for entry in entries:
        name = short(entry.path)
        text = entry.summary
        if width is not None:
            text = clip(text, max(width - column - 2, 10))
        yield [("name", name), ("", " " * (column - wide(name) + 2) + text)]


def page(entry: Entry, width: int) -> Iterator[Line]:
    """Yield the page of one entry."""
    yield [("head", entry.path)]
    yield from _wrapped(entry.signature, width, "name")
    yield []
    for part in entry.text.split("\n\n"):
        if part.startswith((" ", "\t")) or "\n " in part:
            yield from ([("", line)] for line in part.splitlines())
        else:
            yield from _wrapped(" ".join(part.split()), width, "")
        yield []
    facts = list(_facts(entry))
    column = max((wide(title) for title, _ in facts), default=0)
    for title, text in facts:
        lines = textwrap.wrap(text, max(width - column - 2, 20), break_on_hyphens=False) or [""]
        yield [("faint", f"{title:<{column}}  "), ("", lines[0])]
        yield from ([("", " " * (column + 2) + line)] for line in lines[1:])
    if entry.example:
        yield []
        yield [("head", "Example")]
        yield from ([("", "  " + line)] for line in entry.example.splitlines())


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "family", entry.family
    operators = entry.operators
    if len(operators) > FEW:
        names = dict.fromkeys(op.name.strip("_") for op in operators)
        yield "computed by", ", ".join(names)
    else:
        for rule in entry.rules:
            where = f"{rule.operator}, {rule.argument}" if len(operators) > 1 else rule.argument
            yield f"gradient of {where}", rule.formula or "computed by a rule of its own"
    if not operators and entry.kind == "function":
        yield "gradient", "none of its own"
    if entry.grad_fns and len(operators) <= FEW:
        yield "grad_fn", ", ".join(entry.grad_fns)
    saved = _saved(entry)
    if saved:
        yield "saved", saved
    kinks = [op.name.strip("_") for op in entry.operators if op.kink is not None]
    if kinks:
        yield "kinks", "there are points without a derivative; --explain says which slope is taken"
    others = [short(name) for name in (*entry.aliases, *entry.methods)]
    if others:
        yield "also as", ", ".join(others)
    yield "PyTorch", entry.page


def _saved(entry: Entry) -> str:
    """Return what the node of a single operator keeps for its backward pass."""
    from engine.graph.plans import rule_parameters

    if len(entry.operators) != 1:
        return ""
    (op,) = entry.operators
    names: dict[str, None] = {}
    for rule in op.rules.values():
        names.update(dict.fromkeys(rule_parameters(rule)))
    kept = [n for n in names if n in op.params or n == "result" or n in op.outputs]
    return ", ".join("input" if name == "self" else name for name in kept)


def _wrapped(text: str, width: int, role: str) -> Iterator[Line]:
    for line in textwrap.wrap(text, width, subsequent_indent="", break_on_hyphens=False) or [""]:
        yield [(role, line)]


def markdown(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the whole reference as a Markdown document."""
    yield "# Reference\n"
    family = None
    for entry in sorted(entries, key=lambda entry: entry.family):
        if entry.family != family:
            family = entry.family
            yield f"\n## {family}\n"
        yield f"\n### `{short(entry.path)}`\n\n```python\n{entry.signature}\n```\n\n{entry.text}\n"
        facts = [f"- {title}: `{text}`" for title, text in _facts(entry) if title != "family"]
        yield "\n" + "\n".join(facts) + "\n"
        if entry.example:
            yield f"\n```pycon\n{entry.example}\n```\n"


def colored(line: Line, color: bool) -> str:
    """Return a line as text."""
    if not color:
        return "".join(text for _, text in line).rstrip()
    return "".join(paint(text, _CODES[role]) for role, text in line).rstrip()
