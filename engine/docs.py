"""What the declarations say of an operator, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.registry import Operator


def signature(op: Operator) -> str:
    """Return an operator's signature as a user writes it.

    >>> from engine.registry import OPERATORS
    >>> import engine
    >>> signature(OPERATORS["sum"])
    'sum(input, dim=None, keepdim=False, *, dtype=None)'
    """
    first_default = len(op.params) - len(op.defaults)
    shown: list[str] = []
    for i, name in enumerate(op.params):
        if i == op.n_positional:
            shown.append("*")
        text = "input" if name == "self" else name
        if name == op.variadic:
            text = "*" + text
        elif i >= first_default:
            text += f"={_literal(op.defaults[i - first_default])}"
        shown.append(text)
    return f"{op.name}({', '.join(shown)})"


def _literal(value: Any) -> str:
    return repr(value)
