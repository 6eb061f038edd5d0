"""What all builders of tree nodes share: positions, targets, refusals.

A method of a builder is called with the values of the symbols of its rule, the number of the first
token and of the last one. The value of a token is its number; the value of a rule is what its
method gave. Lists grow in place.
"""

from __future__ import annotations

import ast
from typing import Any, NoReturn, TypeVar

from .diagnostic import Label, Span
from .lexer import Tokens
from .lexical_errors import syntax_error
from .tables import Tables

Values = list[Any]
Node = TypeVar("Node", bound=ast.AST)

LOAD, STORE, DEL = ast.Load(), ast.Store(), ast.Del()

# How Python calls an expression that cannot be assigned to.
CALLED: dict[type[ast.AST], str] = {
    ast.Call: "function call",
    ast.BoolOp: "expression",
    ast.BinOp: "expression",
    ast.UnaryOp: "expression",
    ast.GeneratorExp: "generator expression",
    ast.ListComp: "list comprehension",
    ast.SetComp: "set comprehension",
    ast.DictComp: "dict comprehension",
    ast.Dict: "dict literal",
    ast.Set: "set display",
    ast.JoinedStr: "f-string expression",
    ast.Compare: "comparison",
    ast.IfExp: "conditional expression",
    ast.NamedExpr: "named expression",
    ast.Lambda: "lambda",
    ast.Starred: "starred",
    ast.Tuple: "tuple",
    ast.List: "list",
    ast.Attribute: "attribute",
    ast.Subscript: "subscript",
    ast.Name: "name",
}


def called(node: ast.AST) -> str:
    """How Python calls an expression in messages."""
    if isinstance(node, ast.Constant):
        if node.value is ...:
            return "ellipsis"
        return str(node.value) if node.value is None or isinstance(node.value, bool) else "literal"
    return CALLED.get(type(node), "expression")


class Base:
    """Positions, targets and refusals."""

    def __init__(self, tokens: Tokens, tables: Tables) -> None:
        self.tokens = tokens
        self.kinds, self.words = tokens.kinds, tokens.words
        self.lines, self.columns = tokens.lines, tokens.columns
        self.last_lines, self.ends = tokens.last_lines, tokens.ends
        self.number_of = {name: place for place, name in enumerate(tables.terminals)}
        self.name_kind = self.number_of["NAME"]
        self.not_kind = self.number_of["NOT"]
        self.longest_chain = 0  # the most `elif`s behind one `if`
        self.blank_kinds = tuple(self.number_of[name] for name in ("NEWLINE", "INDENT", "DEDENT"))

    # ---- positions

    def at(self, node: Node, first: int, last: int) -> Node:
        """Give a node the range of its tokens."""
        node.lineno = self.lines[first]  # type: ignore[attr-defined]
        node.col_offset = self.columns[first]  # type: ignore[attr-defined]
        node.end_lineno = self.last_lines[last]  # type: ignore[attr-defined]
        node.end_col_offset = self.ends[last]  # type: ignore[attr-defined]
        return node

    def block_at(self, node: Node, first: int, last: int) -> Node:
        """Give a node the range of its tokens up to the last one that can be seen."""
        while self.kinds[last] in self.blank_kinds:
            last -= 1
        return self.at(node, first, last)

    def span(self, first: int, last: int) -> Span:
        """The range of tokens in the source."""
        return self.tokens.source.span(
            self.lines[first], self.columns[first], self.last_lines[last], self.ends[last]
        )

    def node_span(self, node: Any) -> Span:
        """The range of a node in the source."""
        return self.tokens.source.span(
            node.lineno, node.col_offset, node.end_lineno, node.end_col_offset
        )

    # ---- refusals

    def refuse(self, message: str, span: Span, text: str = "", help: str | None = None) -> NoReturn:
        """Raise a SyntaxError at a span."""
        from .syntax_remedies import syntax_remedy  # only broken scripts need it

        help = help or syntax_remedy(message)
        raise syntax_error(message, Label(span, text, True), help=help)

    def bare(self, node: Any, first: int) -> bool:
        """Whether a node starts at the token `first`, so that no parenthesis stands before it."""
        return bool(node.lineno == self.lines[first] and node.col_offset == self.columns[first])

    # ---- lists

    def empty(self, values: Values, first: int, last: int) -> Any:
        """A list without elements."""
        return []

    def one(self, values: Values, first: int, last: int) -> Any:
        """A list of one element."""
        return values

    def pair(self, values: Values, first: int, last: int) -> Any:
        """A list of two elements with a sign between them."""
        return [values[0], values[2]]

    def append(self, values: Values, first: int, last: int) -> Any:
        """A list and its next element."""
        values[0].append(values[1])
        return values[0]

    def more(self, values: Values, first: int, last: int) -> Any:
        """A list, a sign and the next element."""
        values[0].append(values[2])
        return values[0]

    # ---- targets

    def store(self, node: Any, assigned: bool = False) -> Any:
        """Turn an expression into a target; `assigned` if it stands before a `=`.

        Raises:
            ScriptError: "cannot assign to ..." with Python's words.
        """
        waiting = [node]
        while waiting:
            target = waiting.pop()
            kind = type(target)
            if kind is ast.Name or kind is ast.Attribute or kind is ast.Subscript:
                target.ctx = STORE
            elif kind is ast.Tuple or kind is ast.List:
                target.ctx = STORE
                waiting += target.elts[::-1]
            elif kind is ast.Starred:
                target.ctx = STORE
                waiting.append(target.value)
            else:
                self.refuse_target(target, assigned and target is node)
        return node

    def refuse_target(self, target: Any, assigned: bool) -> NoReturn:
        """Raise that something cannot be assigned to."""
        name = called(target)
        comparable = isinstance(target, ast.Compare) or name not in (
            "True",
            "False",
            "None",
            "ellipsis",
        )
        hint = " here. Maybe you meant '==' instead of '='?" if assigned and comparable else ""
        help = None
        if isinstance(target, ast.Call):
            help = "assign to the name of a variable, an attribute or an index"
            if isinstance(target.func, ast.Name) and assigned:
                called_with = ", ".join(a.id for a in target.args if isinstance(a, ast.Name))
                help = f"a function is defined with `def {target.func.id}({called_with}):`"
        elif assigned and isinstance(target, (ast.Constant, ast.BinOp, ast.UnaryOp)) and comparable:
            help = "the name stands to the left of `=`, its value to the right"
        self.refuse(f"cannot assign to {name}{hint}", self.node_span(target), "", help)

    def delete(self, node: Any) -> Any:
        """Turn an expression into the target of `del`.

        Raises:
            ScriptError: "cannot delete ..." with Python's words.
        """
        waiting = [node]
        while waiting:
            target = waiting.pop()
            kind = type(target)
            if kind is ast.Name or kind is ast.Attribute or kind is ast.Subscript:
                target.ctx = DEL
            elif kind is ast.Tuple or kind is ast.List:
                target.ctx = DEL
                waiting += target.elts[::-1]
            else:
                self.refuse(f"cannot delete {called(target)}", self.node_span(target))
        return node
