"""The place in a script where an exception arose: its syntax, its scope and its operands' values.

Values are read, never computed: from the script's variables, from attributes that take no code to
read, and from the frame of the engine's function that the failing instruction had called, which
still holds what it was given.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from inspect import CO_VARARGS, CO_VARKEYWORDS
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import TYPE_CHECKING, Any

from grammar import guard, modules
from grammar.diagnostic import Label
from grammar.made_nodes import is_hidden
from grammar.places import Range, range_of

if TYPE_CHECKING:
    from grammar.run import Script

UNKNOWN: Any = object()
"""Stands for a value that cannot be read without running code."""

_READ = frozenset(["shape", "dtype", "ndim", "requires_grad", "is_leaf", "device"])
"""Properties of tensors that only look."""

_BOUND = frozenset(["__call__", "__init__", "forward"])


class Failing:
    """The instruction of a script's innermost frame at which an exception arose.

    node: the expression or statement that the instruction belongs to, or None.
    below: the frames that it had called, outermost first; none of them is the script's.
    """

    def __init__(
        self, script: Script, frame: FrameType, where: Range, error: BaseException
    ) -> None:
        self.script = script
        self.frame = frame
        self.where = where
        self.error = error
        self.node = self._node()
        self.below = list(_frames_below(error.__traceback__, frame))

    # --- syntax -----------------------------------------------------------------------------------

    def _node(self) -> Any:
        """The node of the tree that has exactly the range of the instruction, guards aside."""
        for node in ast.walk(self.script.tree):
            if getattr(node, "lineno", None) == self.where[0] and range_of(node) == self.where:
                if isinstance(node, (ast.Expr, ast.Assign)) or is_guard(node):
                    continue
                return node
        return None

    def statement(self) -> ast.stmt | None:
        """The innermost statement around the instruction."""
        found: ast.stmt | None = None
        for node in ast.walk(self.script.tree):
            if isinstance(node, ast.stmt) and encloses(range_of(node), self.where):
                found = node  # the walk goes from the outside in
        return found

    def scope(self) -> ast.FunctionDef | ast.Module:
        """The function that the frame runs, or the whole script."""
        code = self.frame.f_code
        for node in ast.walk(self.script.tree):
            if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                if code.co_firstlineno in (first, node.lineno):
                    return node
        return self.script.tree

    def label(self, node: Any, text: str) -> Label:
        """A secondary label at a node."""
        return self.label_at(range_of(node), text)

    def label_at(self, where: Range, text: str) -> Label:
        """A secondary label at a range."""
        return Label(self.script.source.span(*where), text, False)

    # --- values -----------------------------------------------------------------------------------

    def value(self, node: Any) -> Any:
        """The value of a constant, a name, or an attribute that takes no code to read."""
        if is_guard(node) and isinstance(node, ast.Call):
            return self.value(node.args[0])
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            for table in (self.frame.f_locals, self.frame.f_globals, self.frame.f_builtins):
                if node.id in table:
                    return table[node.id]
            return UNKNOWN
        if isinstance(node, ast.Attribute):
            return attribute(self.value(node.value), node.attr)
        if isinstance(node, (ast.Tuple, ast.List)):
            elements = [self.value(element) for element in node.elts]
            if any(element is UNKNOWN for element in elements):
                return UNKNOWN
            return tuple(elements) if isinstance(node, ast.Tuple) else elements
        return UNKNOWN

    def operands(self) -> list[tuple[Any, Any]]:
        """The operands of the failing operation or call, as (node, value or UNKNOWN)."""
        node = self.node
        if isinstance(node, ast.BinOp):
            return self._pair(node.left, node.right)
        if isinstance(node, ast.AugAssign):
            return self._pair(node.target, node.value)
        if isinstance(node, ast.Compare):
            if len(node.comparators) == 1:
                return self._pair(node.left, node.comparators[0])
            return [(part, self.value(part)) for part in (node.left, *node.comparators)]
        if isinstance(node, ast.Subscript):
            return self._pair(node.value, node.slice)
        if isinstance(node, ast.UnaryOp):
            return [(node.operand, self.value(node.operand))]
        if isinstance(node, ast.Call):
            return self._arguments(node)
        return []

    def _given(self) -> tuple[list[Any], dict[str, Any]]:
        """The arguments of the engine's function that was called: positional, and by name."""
        if not self.below or not str(self.below[0].f_globals.get("__name__")).startswith("engine."):
            return [], {}
        frame = self.below[0]
        code, held = frame.f_code, frame.f_locals
        count = code.co_argcount
        names = code.co_varnames
        positional = [held.get(name, UNKNOWN) for name in names[:count]]
        named = {
            name: held[name] for name in names[: count + code.co_kwonlyargcount] if name in held
        }
        place = count + code.co_kwonlyargcount
        if code.co_flags & CO_VARARGS:
            rest = held.get(names[place])
            positional += rest if isinstance(rest, tuple) else ()
            place += 1
        if code.co_flags & CO_VARKEYWORDS:
            named.update(held.get(names[place]) or {})
        return positional, named

    def _pair(self, left: Any, right: Any) -> list[tuple[Any, Any]]:
        a, b = self.value(left), self.value(right)
        given, _ = self._given()
        if len(given) >= 2 and (a is UNKNOWN or b is UNKNOWN):
            first, second = given[:2]
            if a is second or b is first or (is_tensor(first) and isinstance(left, ast.Constant)):
                first, second = second, first  # the right operand's method was called
            certain = a is first or b is second or isinstance(right, ast.Constant)
            if certain or (is_tensor(first) and is_tensor(second)):
                a = first if a is UNKNOWN else a
                b = second if b is UNKNOWN else b
        return [(left, a), (right, b)]

    def _arguments(self, call: ast.Call) -> list[tuple[Any, Any]]:
        positional, named = self._given()
        nodes: list[Any] = [a for a in call.args if not isinstance(a, ast.Starred)]
        if len(nodes) < len(call.args):
            positional = []
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        holder = self.value(owner) if owner is not None else UNKNOWN
        if owner is not None and not isinstance(holder, (modules.Proxy, type)):
            nodes.insert(0, owner)
        elif positional and self._takes_self(call, holder):
            positional = positional[1:]
        found = [(node, self.value(node)) for node in nodes]
        if any(
            value is not UNKNOWN and is_tensor(value) and value is not given
            for (_, value), given in zip(found, positional, strict=False)
        ):
            positional = []  # the function has other arguments than the call
        found = [
            (node, positional[place] if value is UNKNOWN and place < len(positional) else value)
            for place, (node, value) in enumerate(found)
        ]
        for keyword in call.keywords:
            value = self.value(keyword.value)
            if value is UNKNOWN and keyword.arg is not None:
                value = named.get(keyword.arg, UNKNOWN)
            found.append((keyword.value, value))
        return found

    def _takes_self(self, call: ast.Call, holder: Any) -> bool:
        """Whether the first argument of the called function is not written in the call."""
        if isinstance(holder, type):
            return self.below[0].f_code.co_varnames[:1] == ("cls",)
        callee = self.value(call.func)
        if callee is UNKNOWN:
            return self.below[0].f_code.co_name in _BOUND
        return not isinstance(callee, FunctionType)


def _frames_below(traceback: TracebackType | None, frame: FrameType) -> Iterator[FrameType]:
    below = False
    while traceback is not None:
        if below:
            yield traceback.tb_frame
        below = below or traceback.tb_frame is frame
        traceback = traceback.tb_next


def attribute(owner: Any, name: str) -> Any:
    """The attribute of an object, if reading it runs no code of the script."""
    if owner is UNKNOWN:
        return UNKNOWN
    if isinstance(owner, modules.Proxy):
        return getattr(owner, name) if modules.has(owner, name) else UNKNOWN
    own = getattr(owner, "__dict__", None)
    if isinstance(own, dict) and name in own:
        return own[name]
    if guard.in_engine(type(owner)) or guard.is_script_class(type(owner)):
        for held in ("_parameters", "_buffers", "_modules"):  # where torch modules keep them
            table = own.get(held) if isinstance(own, dict) else None
            if isinstance(table, dict) and name in table:
                return table[name]
    if is_tensor(owner) and name in _READ:
        return getattr(owner, name)
    if isinstance(owner, type) and not guard.is_script_class(owner):
        return getattr(owner, name, UNKNOWN)
    for kind in type(owner).__mro__:
        found = vars(kind).get(name)
        if found is not None:  # a method, as a function; no property is read
            return found if isinstance(found, FunctionType) else UNKNOWN
    return UNKNOWN


def is_tensor(value: object) -> bool:
    """Whether a value is a tensor of the engine."""
    if isinstance(value, type) or not guard.in_engine(type(value)):
        return False
    return isinstance(getattr(value, "shape", None), tuple) and hasattr(value, "grad_fn")


def encloses(outer: Range, inner: Range) -> bool:
    """Whether one range lies in another."""
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]


def is_guard(node: ast.AST) -> bool:
    """Whether the compiler has put a node there: see compile.py."""
    name = node.func if isinstance(node, ast.Call) else node
    return isinstance(name, ast.Name) and is_hidden(name.id)


def unguarded(node: Any) -> Any:
    """The node that a guard of the compiler is around, or the node itself."""
    return node.args[0] if isinstance(node, ast.Call) and is_guard(node) else node


def function_range(tree: ast.Module, code: CodeType, returned: bool) -> Range | None:
    """The head of a function, given by its code; with `returned`, its only `return` or its value."""
    known = [(a, c, b, d) for a, b, c, d in code.co_positions() if a and b and d]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            if code.co_firstlineno not in (
                node.lineno,
                *(decorator.lineno for decorator in node.decorator_list),
            ):
                continue
            returns = [n for n in ast.walk(node) if isinstance(n, ast.Return)]
            if returned and len(returns) == 1:
                return range_of(returns[0])
            return node.lineno, node.col_offset, node.lineno, node.col_offset + len("def ")
        if isinstance(node, ast.Lambda) and code.co_name == "<lambda>":
            body = range_of(node.body)
            if any(where == body for where in known):
                return body if returned else range_of(node)
    return None
