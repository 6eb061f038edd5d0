"""Why a result has no graph: the operations that cut it off, and the leaves that ask for nothing.

Nothing is recorded of operations without a gradient, so that the reasons are read from the source:
from the failing call back through the variables that are assigned once.
"""

from __future__ import annotations

import ast
from collections import Counter
from typing import Any

from grammar.diagnostic import Label
from grammar.failing import UNKNOWN, Failing, encloses, is_guard, is_tensor
from grammar.places import range_of

MOST_REASONS = 4
CUTS = frozenset(["detach", "detach_", "item", "tolist", "numpy", "data"])
_QUIET = frozenset(["no_grad", "inference_mode"])
_MAKERS = frozenset(["tensor", "ones", "zeros", "randn", "rand", "full", "arange", "linspace"])


def missing_grad(at: Failing) -> list[Label]:
    """Return labels at what keeps the root of a backward pass from having a grad_fn."""
    call = at.node
    if not isinstance(call, ast.Call):
        return []
    root: Any = call.args[0] if call.args else None
    if isinstance(call.func, ast.Attribute) and call.func.attr == "backward":
        holder = call.func.value
        if not (isinstance(holder, ast.Attribute) and holder.attr == "autograd"):
            root = holder
    if root is None:
        return []
    reasons = _Reasons(at)
    reasons.look_at(root)
    return reasons.labels[:MOST_REASONS]


class _Reasons:
    def __init__(self, at: Failing) -> None:
        self.at = at
        self.labels: list[Label] = []
        self.assigned = _assigned_once(at.scope())
        self.seen: set[str] = set()

    def look_at(self, expression: Any) -> None:
        """Collect the reasons in an expression and in what its variables were assigned."""
        todo = [expression]
        while todo and len(self.labels) < MOST_REASONS:
            node = todo.pop()
            if is_guard(node) and isinstance(node, ast.Call):
                todo += node.args[:1]
            elif isinstance(node, ast.Attribute) and node.attr in CUTS:
                self.labels.append(self.at.label(_name_part(node), "this cuts the graph off"))
            elif isinstance(node, ast.Name):
                todo += self._variable(node)
            elif isinstance(node, ast.Call) and self._is_gradient(node):
                text = "this gradient has no graph: it takes create_graph=True"
                self.labels.append(self.at.label(node, text))
            else:
                todo += [
                    child
                    for child in reversed(list(ast.iter_child_nodes(node)))
                    if isinstance(child, (ast.expr, ast.keyword))
                ]

    def _variable(self, node: ast.Name) -> list[Any]:
        value = self.at.value(node)
        held = getattr(value, "__dict__", {}).get("_parameters")
        if node.id not in self.seen and isinstance(held, dict) and not isinstance(value, type):
            self.seen.add(node.id)
            parameters = [p for p in held.values() if p is not None]
            if parameters and not any(p.requires_grad for p in parameters):
                self.labels.append(self.at.label(node, "none of its parameters requires grad"))
        if node.id in self.seen or not is_tensor(value) or value.requires_grad:
            return []
        self.seen.add(node.id)
        statement = self.assigned.get(node.id)
        if statement is None or range_of(statement)[:2] > self.at.where[:2]:
            return []
        block = _quiet_block(self.at, statement)
        if block is not None:
            self.labels.append(self.at.label(block, "operations in this block are not recorded"))
            return []
        if _makes(statement.value):
            text = f"`{node.id}` is made here without requires_grad=True"
            self.labels.append(self.at.label(statement.value, text))
            if not _is_cut(statement.value):
                return []
        return [statement.value]

    def _is_gradient(self, call: ast.Call) -> bool:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else None
        if isinstance(call.func, ast.Name):
            name = call.func.id
        return name == "grad"


def _is_cut(value: Any) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr in CUTS for n in ast.walk(value))


def _name_part(node: ast.Attribute) -> Any:
    """The part of an attribute behind the dot, as a node with a range."""
    part = ast.Pass()
    part.lineno = part.end_lineno = node.end_lineno or node.lineno
    part.end_col_offset = node.end_col_offset or 0
    part.col_offset = part.end_col_offset - len(node.attr.encode())
    return part


def _makes(value: Any) -> bool:
    """Whether an expression calls a function that makes a leaf from plain numbers."""
    if not isinstance(value, ast.Call):
        return False
    function = value.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
    asks = any(keyword.arg == "requires_grad" for keyword in value.keywords)
    return name in _MAKERS and not asks


def _assigned_once(scope: Any) -> dict[str, ast.Assign]:
    """The variables of a scope that exactly one plain assignment gives a value."""
    stored = Counter(
        node.id
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and type(node.ctx) is ast.Store
    )
    result: dict[str, ast.Assign] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for part in ast.walk(target):
                    if isinstance(part, ast.Name) and stored[part.id] == 1:
                        result[part.id] = node
    return result


def _quiet_block(at: Failing, statement: ast.stmt) -> Any:
    """The head of the `with no_grad()` around a statement, or None."""
    for node in ast.walk(at.script.tree):
        if isinstance(node, ast.With) and encloses(range_of(node), range_of(statement)):
            for item in node.items:
                function = item.context_expr
                called = function.func if isinstance(function, ast.Call) else function
                name = getattr(called, "attr", getattr(called, "id", None))
                if name in _QUIET:
                    return item.context_expr
    return None


def why_no_gradient(at: Failing, owner: Any) -> str | None:
    """Say why the `.grad` of a tensor is None; `owner` is the expression of the tensor."""
    tensor = at.value(owner)
    if tensor is UNKNOWN or not is_tensor(tensor):
        return None
    name = ast.unparse(owner)
    if not tensor.requires_grad:
        return f"{name}.grad is None because {name} does not require grad"
    if not tensor.is_leaf and not tensor.retains_grad:
        return (
            f"{name} was computed, so that its gradient is not kept: call {name}.retain_grad() "
            f"before, or change {name} in place under no_grad() to keep it a leaf"
        )
    return f"{name}.grad is None until a backward pass has reached {name}"
