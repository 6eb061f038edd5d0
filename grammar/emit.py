"""A script as plain PyTorch Python: the same text without the language's extensions.

The text is edited, not written anew: comments, layout and spelling stay. `^` becomes `**`, notebook
lines become comments, and above the program stand the imports of the names that it used bare, and
the values of the names that were bound on the command line.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from grammar import builtins, modules
from grammar.parser import parse
from grammar.scopes import outside_names
from grammar.source import Source

_SKIPPED = re.compile(r"(?:[\s()\\]|#[^\n]*)*")
"""What may stand between two operands beside the operator."""

_WIDEST = 96


class Emission(NamedTuple):
    """A program in parts, in the order in which they are written.

    imports: lines that import what the program uses bare.
    program: the edited text.
    result: the variable that holds the program's result; None if it has none, or was to be left.
    passes: whether the program calls `backward` or `grad` itself.
    """

    imports: list[str]
    program: str
    result: str | None
    passes: bool


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def emit(
    text: str, filename: str, bound: Collection[str] = (), *, keep_result: bool = False
) -> Emission:
    """Return a script, which must be one that runs, without the language's extensions.

    bound: the names that have values before its first statement.
    keep_result: give the last expression a name, and each statement a line of its own, so that
        something can follow.

    Raises:
        ScriptError: It cannot be read.
    """
    source = Source(text, filename)
    tree = parse(text, filename, split=False)
    edits = [*_powers(tree, source), *_notebook_lines(tree, source)]
    outside = outside_names(tree)
    bare = {
        name
        for name in outside
        if name not in bound and name not in builtins.BUILTINS and modules.home_of(name)
    }
    result = None
    if keep_result:
        taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {*bound}
        result, more = _result(tree, source, taken)
        edits += more
        edits += _separators(tree, source)
    return Emission(_imports(bare), _edited(source, edits), result, _passes(tree))


# -- edits -------------------------------------------------------------------------------------------


def _edited(source: Source, edits: list[_Edit]) -> str:
    pieces = []
    at = 0
    for edit in sorted(edits):
        pieces += [source.text[at : edit.start], edit.text]
        at = edit.end
    return source.text_of("".join([*pieces, source.text[at:]]))


def _range(source: Source, node: Any) -> tuple[int, int]:
    return (
        source.offset(node.lineno, node.col_offset),
        source.offset(node.end_lineno, node.end_col_offset),
    )


def _powers(tree: ast.Module, source: Source) -> Iterator[_Edit]:
    """Find `^` and `^=`: between its operands there is nothing else but brackets and comments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            before = node.left
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Pow):
            before = node.target
        else:
            continue
        gap = _SKIPPED.match(source.text, _range(source, before)[1])
        assert gap is not None
        if source.text.startswith("^", gap.end()):
            yield _Edit(gap.end(), gap.end() + 1, "**")


def _notebook_lines(tree: ast.Module, source: Source) -> Iterator[_Edit]:
    """Find notebook lines: those that begin with `%` where no statement is."""
    inside = [False] * (source.line_count + 2)
    for statement in ast.walk(tree):
        if isinstance(statement, (ast.expr, ast.stmt)) and not hasattr(statement, "body"):
            for line in range(statement.lineno, (statement.end_lineno or 0) + 1):
                inside[line] = True
    for number, start in enumerate(source.starts, 1):
        if source.text.startswith("%", start) and not inside[number]:
            yield _Edit(start, start, "# ")


def _separators(tree: ast.Module, source: Source) -> Iterator[_Edit]:
    """Find the `;` between statements of the module: each gets a line of its own."""
    for first, second in zip(tree.body, tree.body[1:], strict=False):
        start, end = _range(source, first)[1], _range(source, second)[0]
        if source.text[start:end].strip() == ";":
            yield _Edit(start, end, "\n")


def _result(tree: ast.Module, source: Source, taken: set[str]) -> tuple[str | None, list[_Edit]]:
    """Return the variable that holds the result, and the edit that makes it one."""
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        if isinstance(last.value, ast.Name):
            return last.value.id, []
        name = "result"
        while name in taken:
            name += "_"
        start, _ = _range(source, last)
        return name, [_Edit(start, start, f"{name} = ")]
    target: Any = None
    if isinstance(last, ast.Assign):
        target = last.targets[0]
    elif isinstance(last, (ast.AugAssign, ast.AnnAssign)) and last.value is not None:
        target = last.target
    return (target.id if isinstance(target, ast.Name) else None), []


def _passes(tree: ast.Module) -> bool:
    """Return whether the program runs a backward pass itself."""
    return any(
        isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("backward", "grad")
        for node in ast.walk(tree)
    )


# -- what stands above the program --------------------------------------------------------------------


def _imports(names: Collection[str]) -> list[str]:
    """Return import statements for bare names, each from the module that it belongs to."""
    members: dict[str, list[str]] = {}
    lines = []
    for name in sorted(names):
        module, member = modules.home_of(name) or ("", "")
        if not member:
            lines.append(f"import {module}" if module == name else f"import {module} as {name}")
        else:
            members.setdefault(module, []).append(
                member if member == name else f"{member} as {name}"
            )
    for module, wanted in sorted(members.items()):
        line = f"from {module} import {', '.join(wanted)}"
        if len(line) > _WIDEST:
            line = f"from {module} import (\n    " + ",\n    ".join(wanted) + ",\n)"
        lines.append(line)
    return sorted(lines, key=lambda line: (line.startswith("from"), line))


def assignments(values: Mapping[str, tuple[Any, str, bool]]) -> list[str]:
    """Return statements that give names their values: (nested lists, dtype or "", requires grad)."""
    lines = []
    for name, (value, dtype, requires_grad) in values.items():
        options = f", dtype=torch.{dtype}" if dtype else ""
        options += ", requires_grad=True" if requires_grad else ""
        lines.append(f"{name} = torch.tensor({_literal(value)}{options})")
    return lines


def _literal(value: Any) -> str:
    """Return Python for a number or nested lists of numbers; NaN and infinities have no literal."""
    return re.sub(r"(?<![\w.])(-?)(inf|nan)(?![\w.])", r'\1float("\2")', repr(value))
