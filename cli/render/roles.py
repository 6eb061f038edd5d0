"""What the cells of the node table mean, for every format that can show it by a colour or weight."""

from __future__ import annotations

from cli.columns import Column
from cli.report import Node

LEAF, NAME, GRADIENT, MISSING, PLAIN = "leaf", "name", "gradient", "missing", "plain"


def role(column: Column, node: Node) -> str:
    """Return the role of a cell: leaves' names, other names, gradients, why there is none."""
    if column.name == "grad" and node.grad is None:
        return MISSING
    if column.name == "name":
        return LEAF if node.is_leaf else NAME
    return GRADIENT if column.name in ("grad", "adjoint") else PLAIN
