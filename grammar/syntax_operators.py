"""Builds operators: a flat chain of operands gets the precedence that the grammar leaves out."""

from __future__ import annotations

import ast
from typing import Any

from .syntax_base import Base, Values

OR, AND, NOT, COMPARE = 1, 2, 3, 4  # from 5 on: arithmetic, which groups to the left
PRECEDENCE = {"or": OR, "and": AND, "|": 5, "&": 6, "<<": 7, ">>": 7, "+": 8, "-": 8}
PRECEDENCE |= dict.fromkeys(("*", "@", "/", "//", "%"), 9)
COMPARISONS: dict[str, ast.cmpop] = {
    "==": ast.Eq(),
    "!=": ast.NotEq(),
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
    "is": ast.Is(),
    "is not": ast.IsNot(),
    "in": ast.In(),
    "not in": ast.NotIn(),
}
PRECEDENCE |= dict.fromkeys(COMPARISONS, COMPARE)
POWER = ast.Pow()
OPERATORS: dict[str, ast.operator] = {
    "+": ast.Add(),
    "-": ast.Sub(),
    "*": ast.Mult(),
    "@": ast.MatMult(),
    "/": ast.Div(),
    "//": ast.FloorDiv(),
    "%": ast.Mod(),
    "|": ast.BitOr(),
    "&": ast.BitAnd(),
    "<<": ast.LShift(),
    ">>": ast.RShift(),
    "**": POWER,
    "^": POWER,
}
NEGATION = ast.Not()
UNARY: dict[str, ast.unaryop] = {
    "-": ast.USub(),
    "+": ast.UAdd(),
    "~": ast.Invert(),
    "not": NEGATION,
}
CONNECTIVES: dict[int, ast.boolop] = {OR: ast.Or(), AND: ast.And()}
BinOp = ast.BinOp
new = ast.AST.__new__


class Operators(Base):
    """Methods for the rules `chain`, `calc` and `operand`.

    A chain is a list: its first token, then operand, operator token, operand, ... . An operand ends
    before the operator after it and starts behind the operator before it, parentheses included.
    """

    def chain(self, values: Values, first: int, last: int) -> Any:
        """Two operands."""
        return [first, *values]

    def chain_more(self, values: Values, first: int, last: int) -> Any:
        """A chain and its next operand."""
        chain, operator, operand = values
        chain.append(operator)
        chain.append(operand)
        return chain

    def binary(self, left: Any, operator: Any, right: Any, first: int, last: int) -> Any:
        """A node with two operands."""
        node = new(BinOp)
        node.__dict__ = {
            "left": left,
            "op": operator,
            "right": right,
            "lineno": self.lines[first],
            "col_offset": self.columns[first],
            "end_lineno": self.last_lines[last],
            "end_col_offset": self.ends[last],
        }
        return node

    def calc(self, values: Values, first: int, last: int) -> Any:
        """The tree of a whole chain."""
        chain = values[0]
        kinds, words = self.kinds, self.words
        if len(chain) == 4:
            operator = OPERATORS.get(words[chain[2]])
            if operator and kinds[first] != self.not_kind != kinds[chain[2] + 1]:
                return self.binary(chain[1], operator, chain[3], first, last)
        nodes: list[Any] = []
        starts: list[int] = []
        ends: list[int] = []
        pending: list[
            tuple[int, int]
        ] = []  # precedence and token of operators without right operand
        for place in range(1, len(chain), 2):
            start = first if place == 1 else chain[place - 1] + 1
            node = chain[place]
            while kinds[start] == self.not_kind:
                if pending and pending[-1][0] > NOT:
                    self.refuse_not(start)
                pending.append((NOT, start))
                node = node.operand
                start += 1
            nodes.append(node)
            starts.append(start)
            if place + 1 == len(chain):
                ends.append(last)
                break
            token = chain[place + 1]
            ends.append(token - 1)
            precedence = PRECEDENCE[words[token]]
            while pending and (
                pending[-1][0] > precedence
                or (pending[-1][0] == precedence and precedence > COMPARE)
            ):
                self.reduce(pending, nodes, starts, ends)
            pending.append((precedence, token))
        while pending:
            self.reduce(pending, nodes, starts, ends)
        return nodes[0]

    def reduce(
        self,
        pending: list[tuple[int, int]],
        nodes: list[Any],
        starts: list[int],
        ends: list[int],
    ) -> None:
        """Apply the last operator, or the last ones that make one comparison or one `and`."""
        precedence, token = pending.pop()
        words = self.words
        if precedence > COMPARE:
            right, end = nodes.pop(), ends.pop()
            starts.pop()
            nodes[-1] = self.binary(nodes[-1], OPERATORS[words[token]], right, starts[-1], end)
            ends[-1] = end
            return
        if precedence == NOT:
            starts[-1] = token
            nodes[-1] = self.at(ast.UnaryOp(NEGATION, nodes[-1]), token, ends[-1])
            return
        tokens = [token]
        while pending and pending[-1][0] == precedence:
            tokens.append(pending.pop()[1])
        count = len(tokens)
        operands = nodes[-count - 1 :]
        start, end = starts[-count - 1], ends[-1]
        del nodes[-count:], starts[-count:], ends[-count:]
        node: ast.expr
        if precedence == COMPARE:
            operators = [COMPARISONS[words[token]] for token in reversed(tokens)]
            node = ast.Compare(operands[0], operators, operands[1:])
        else:
            node = ast.BoolOp(CONNECTIVES[precedence], operands)
        nodes[-1] = self.at(node, start, end)
        ends[-1] = end

    def refuse_not(self, token: int) -> None:
        """Raise that `not` binds too weakly to stand where it stands."""
        self.refuse(
            "invalid syntax",
            self.span(token, token),
            "`not` cannot stand here without parentheses",
            "write `(not x)`",
        )

    def power(self, values: Values, first: int, last: int) -> Any:
        """`a ** b` or `a ^ b`."""
        base, token, exponent = values
        if self.kinds[token + 1] == self.not_kind:
            self.refuse_not(token + 1)
        return self.binary(base, POWER, exponent, first, last)

    def unary(self, values: Values, first: int, last: int) -> Any:
        """`-a`, `+a`, `~a`, `not a`."""
        token, operand = values
        word = self.words[token]
        if word != "not" and self.kinds[token + 1] == self.not_kind:
            self.refuse_not(token + 1)
        return self.at(ast.UnaryOp(UNARY[word], operand), first, last)

    def conditional(self, values: Values, first: int, last: int) -> Any:
        """`a if condition else b`."""
        body, _, test, _, orelse = values
        return self.at(ast.IfExp(test, body, orelse), first, last)
