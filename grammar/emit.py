"""A script as plain PyTorch Python: the same text without the language's extensions.

The text is edited, not written anew: comments, layout and spelling stay. `^` becomes `**`, notebook
lines become comments, and above the program stand the imports of the names that it used bare, and
the values of the names that were bound on the command line.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from grammar import builtins, modules
from grammar.parser import parse
from grammar.scopes import names_of
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
    own: the variables that it gives a value.
    certain: those of them that have one at its end, in order, functions and modules aside; None if
        that depends on its run.
    """

    imports: list[str]
    program: str
    result: str | None
    passes: bool
    own: Collection[str]
    certain: list[str] | None


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def emit(
    text: str,
    filename: str,
    bound: Collection[str] = (),
    *,
    keep_result: Collection[str] | None = None,
) -> Emission:
    """Return a script, which must be one that runs, without the language's extensions.

    bound: the names that have values before its first statement.
    keep_result: give the last expression a name, and each statement a line of its own, so that
        something can follow; the names are what this needs for itself.

    Raises:
        ScriptError: It cannot be read.
    """
    source = Source(text, filename)
    tree = parse(text, filename, split=False)
    edits = [*_powers(tree, source), *_notebook_lines(tree, source)]
    names = names_of(tree)
    bare = {
        name
        for name in names.outside
        if name not in bound and name not in builtins.BUILTINS and modules.home_of(name)
    }
    result = None
    if keep_result is not None:
        taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {*bound}
        result, more = _result(tree, source, taken, keep_result)
        edits += more
        edits += _separators(tree, source)
    return Emission(
        _imports(bare),
        _edited(source, edits),
        result,
        _passes(tree),
        names.own,
        _certain(tree, names.own),
    )


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


def _result(
    tree: ast.Module, source: Source, taken: set[str], needed: Collection[str]
) -> tuple[str | None, list[_Edit]]:
    """Return the variable that holds the result, and the edit that makes it one."""
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        if isinstance(last.value, ast.Name) and last.value.id not in needed:
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


def _certain(tree: ast.Module, own: set[str]) -> list[str] | None:
    """Return the variables that statements of the module itself give a value and nothing deletes.

    None if others may have one.
    """
    certain: dict[str, None] = {}
    defined = set()
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            defined.add(statement.name)
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            defined |= {a.asname or a.name.partition(".")[0] for a in statement.names}
        elif isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and statement.value:
            targets = getattr(statement, "targets", None) or [statement.target]  # type: ignore[union-attr]
            for node in (node for target in targets for node in ast.walk(target)):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    certain[node.id] = None
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
            return None
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            defined.discard(node.id)
    return [*certain] if own <= defined | {*certain} else None


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


def assignment(name: str, array: Any, dtype: str, requires_grad: bool) -> str:
    """Return the statement that gives a name the value of a NumPy array.

    dtype: empty if it is the one that PyTorch takes by itself.

    >>> import numpy
    >>> assignment("x", numpy.array([1.0, numpy.inf]), "", True)
    'x = torch.tensor([1.0, torch.inf], requires_grad=True)'
    """
    options = f", dtype=torch.{dtype}" if dtype else ""
    options += ", requires_grad=True" if requires_grad else ""
    if array.size:
        return f"{name} = torch.tensor({literal(array)}{options})"
    return f"{name} = torch.empty({array.shape}{options})"


def literal(array: Any) -> str:
    """Return an array as Python; NaN and infinities, which have no literal, as PyTorch's names."""
    text = repr(array.tolist())
    if array.dtype.kind not in "fc" or not re.search("[fn]", text):
        return text
    complex_ = array.dtype.kind == "c"
    return _nested(array.tolist(), _complex if complex_ else _float)


def _nested(value: Any, one: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_nested(item, one) for item in value)}]"
    return str(one(value))


def _float(value: float) -> str:
    return re.sub("(inf|nan)", r"torch.\1", repr(value))


def _complex(value: complex) -> str:
    return f"complex({_float(value.real)}, {_float(value.imag)})"
