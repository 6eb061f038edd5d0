"""What the two sides of a failed assertion were."""

from __future__ import annotations

import ast

from grammar.diagnostic import Label
from grammar.failing import Failing
from grammar.operands import shown


def assertion_labels(at: Failing) -> tuple[ast.expr | None, list[Label]]:
    """Return the condition of the failed `assert`, and labels with the values in it."""
    statement = at.statement()
    if not isinstance(statement, ast.Assert):
        return None, []
    test = statement.test
    parts: list[ast.expr] = [test]
    while isinstance(parts[0], ast.UnaryOp):
        parts = [parts[0].operand]
    if isinstance(parts[0], ast.Compare):
        parts = [parts[0].left, *parts[0].comparators]
    elif isinstance(parts[0], ast.BoolOp):
        parts = parts[0].values
    elif isinstance(parts[0], ast.Call):
        parts = list(parts[0].args)
    labels = []
    for part in parts:
        if isinstance(part, ast.Constant):
            continue
        text = shown(at.value(part))
        if text is not None and text != ast.unparse(part):
            labels.append(at.label(part, text))
    return test, labels
