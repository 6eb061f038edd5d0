"""The columns of the node table: the one place that knows their names, order and contents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cli import cells
from cli.problems import usage_problem
from cli.report import Node, Report


class Column(NamedTuple):
    """One column: its name, its cell for people, its JSON data, and whether it is numeric."""

    name: str
    human: Callable[[Node, int], str]
    data: Callable[[Node], Any]
    right: bool = False

    @property
    def title(self) -> str:
        """The header that people see."""
        return "#" if self.name == "id" else self.name


def _plain(name: str, right: bool = False) -> Column:
    """Return a column whose data is the node's attribute, None shown as nothing."""

    def data(node: Node) -> Any:
        return getattr(node, name)

    def human(node: Node, precision: int) -> str:
        value = data(node)
        return "" if value is None else str(value)

    return Column(name, human, data, right)


def _array(name: str) -> Column:
    def human(node: Node, precision: int) -> str:
        value = getattr(node, name)
        return "" if value is None else cells.human(value, precision)

    return Column(name, human, lambda node: cells.exact(getattr(node, name)), True)


def _shape_text(node: Node, precision: int) -> str:
    return str(list(node.shape))


def _hooks_text(node: Node, precision: int) -> str:
    return "; ".join(cells.hook(call, precision) for call in node.hooks)


_ALL = (
    _plain("id", right=True),
    _plain("name"),
    _plain("expr"),
    Column("grad_fn", lambda node, _: node.grad_fn or "leaf", lambda node: node.grad_fn),
    Column("inputs", lambda node, _: " ".join(map(str, node.inputs)), lambda node: node.inputs),
    Column("shape", _shape_text, lambda node: list(node.shape)),
    _plain("dtype"),
    _array("value"),
    _array("u"),
    Column("grad", cells.grad, lambda node: cells.exact(node.grad), True),
    _array("adjoint"),
    _plain("is_leaf"),
    _plain("requires_grad"),
    _plain("retains_grad"),
    _plain("why_no_grad"),
    Column("hooks", _hooks_text, lambda node: [cells.hook_data(call) for call in node.hooks]),
    _plain("line", right=True),
    _plain("column", right=True),
)
NAMES = tuple(column.name for column in _ALL)


def _higher(order: int) -> Column:
    """Return the column of the gradient of this order."""
    index = order - 2

    def human(node: Node, precision: int) -> str:
        value = node.higher[index] if index < len(node.higher) else None
        return "" if value is None else cells.human(value, precision)

    def data(node: Node) -> Any:
        return cells.exact(node.higher[index]) if index < len(node.higher) else None

    return Column(f"grad{order}", human, data, True)


def _available(order: int) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in _ALL:
        found[column.name] = column
        if column.name == "grad":
            for k in range(2, order + 1):
                found[f"grad{k}"] = _higher(k)
    return found


def chosen(text: str | None, order: int) -> list[str] | None:
    """Return the names in `--columns`, checked; None if the option was not given.

    >>> chosen("name, #,grad", 1)
    ['name', 'id', 'grad']
    """
    if text is None:
        return None
    known = _available(order)
    names = []
    for piece in text.split(","):
        name = "id" if piece.strip() == "#" else piece.strip()
        if name not in known:
            from grammar.suggest import did_you_mean

            notes = (f"columns: #, {', '.join(name for name in known if name != 'id')}",)
            if name.startswith("grad") and name[4:].isdigit() and int(name[4:]) > 1:
                help: str | None = f"{name} is there with --order {name[4:]}"
            else:
                help = did_you_mean(name, known)
            raise usage_problem(f"--columns: no column is named '{name}'", help, notes=notes)
        names.append(name)
    return names


def for_people(report: Report, names: list[str] | None) -> list[Column]:
    """Return the columns of a table: those asked for, or those that say something here."""
    known = _available(report.order)
    if names is not None:
        return [known[name] for name in names]
    nodes = report.nodes
    hidden = {"inputs", "retains_grad", "why_no_grad", "line", "column"}
    if all(node.shape == () for node in nodes) and len({node.dtype for node in nodes}) <= 1:
        hidden |= {"shape", "dtype"}
    elif all(node.shape == () for node in nodes):
        hidden.add("shape")
    elif len({node.dtype for node in nodes}) <= 1:
        hidden.add("dtype")
    if len({node.requires_grad for node in nodes}) <= 1:
        hidden.add("requires_grad")
    if not any(node.hooks for node in nodes):
        hidden.add("hooks")
    if report.uncertainty is None:
        hidden.add("u")
    return [column for name, column in known.items() if name not in hidden]


def for_programs(report: Report, names: list[str] | None) -> list[Column]:
    """Return the columns of a machine format: those asked for, or all in the schema's order."""
    known = _available(report.order)
    if names is None:
        names = [name for name in known if name != "u" or report.uncertainty is not None]
    return [known[name] for name in names]
