"""Random expressions of plain Python, by the kind of their value.

An operand of another kind now and then makes them fail, inside a `try` or for good.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

KINDS = ("int", "float", "bool", "str", "list", "dict", "tuple", "set")
_WRONG = 0.004
"""How often an operand is of a kind that was not asked for."""


class Expressions:
    """A program being written: its lines, and the variables known at this point, by kind."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.lines: list[str] = []
        self.known: list[tuple[str, str]] = []
        self.functions: list[tuple[str, int, str]] = []
        self.classes: list[str] = []
        self.count = 0
        self.depth = 0
        self.in_loop = False
        self.in_function = False

    def fresh(self, prefix: str = "v") -> str:
        """A name that nothing has yet."""
        self.count += 1
        return f"{prefix}{self.count}"

    def line(self, text: str) -> None:
        """Write a line at this depth."""
        self.lines.append("    " * self.depth + text)

    def chance(self, share: float) -> bool:
        """Whether something happens that happens in this share of the cases."""
        return self.rng.random() < share

    # --- expressions ------------------------------------------------------------------------------

    def value(self, kind: str, level: int = 2) -> str:
        """An expression of a kind."""
        names = [name for name, k in self.known if k == kind]
        if names and self.chance(0.45):
            return self.rng.choice(names)
        if level <= 0:
            return self.literal(kind)
        if self.chance(_WRONG):
            return f"({self.literal(self.rng.choice(KINDS))})"
        calls = [name for name, n, k in self.functions if k == kind]
        if calls and self.chance(0.2):
            return self.call(kind, level)
        general: list[Callable[[], str]] = [
            lambda: (
                f"({self.value(kind, level - 1)} if {self.value('bool', level - 1)} "
                f"else {self.value(kind, level - 1)})"
            ),
            lambda: f"({self.value(kind, level - 1)} or {self.value(kind, level - 1)})",
            lambda: f"(lambda x, y=2: {self.value(kind, level - 1)})({self.value('int', 0)})",
            lambda: (
                f"[{self.value(kind, level - 1)}, {self.literal(kind)}][{self.rng.choice('01')}]"
            ),
        ]
        own: Callable[[int], str] = getattr(self, f"_{kind}")
        return self.rng.choice(general)() if self.chance(0.15) else own(level - 1)

    def literal(self, kind: str) -> str:
        """A value of a kind, written out."""
        rng = self.rng
        if kind == "int":
            return str(rng.choice([0, 1, 2, 3, 7, 10, 255, -1, -5]))
        if kind == "float":
            return rng.choice(["0.5", "1.0", "2.25", "-1.5", "1e3", "0.1", "3.", "1e-3"])
        if kind == "bool":
            return rng.choice(["True", "False"])
        if kind == "str":
            return rng.choice(["'a'", "'abc'", "''", '"it\'s"', "'x y'", "r'\\d'", "'é'", "'12'"])
        inner = [self.literal(rng.choice(["int", "str"])) for _ in range(rng.randrange(4))]
        if kind == "list":
            return f"[{', '.join(inner)}]"
        if kind == "tuple":
            return f"({', '.join(inner)}{',' if len(inner) == 1 else ''})"
        if kind == "set":
            return rng.choice(["{1, 2, 3}", "{5}", "set()", "{i % 3 for i in range(5)}"])
        return f"{{{', '.join(f'{k!r}: {v}' for k, v in zip('abcd', inner, strict=False))}}}"

    def call(self, kind: str, level: int) -> str:
        """A call of one of the program's own functions that gives a value of the kind."""
        name, parameters, _ = self.rng.choice([f for f in self.functions if f[2] == kind])
        arguments = [self.value("int", level - 1) for _ in range(parameters)]
        if arguments and self.chance(0.3):
            arguments[-1] = f"*[{arguments[-1]}]"
        if self.chance(0.3):
            arguments.append(f"scale={self.value('int', 0)}")
        return f"{name}({', '.join(arguments)})"

    def _divisor(self, text: str) -> str:
        return text if self.chance(0.05) else f"({text} or 1)"

    def _int(self, level: int) -> str:
        a, b = self.value("int", level), self.value("int", level)
        return self.rng.choice(
            [
                *(f"({a} {op} {b})" for op in ("+", "-", "*", "&", "|")),
                *(f"({a} {op} {self._divisor(b)})" for op in ("//", "%")),
                *(f"len({self.value(k, level)})" for k in ("str", "list", "dict", "tuple", "set")),
                f"(-{a})",
                f"(~{a})",
                f"({a} << {self.rng.randrange(4)})",
                f"(({a} % 7) ** 2)",
                f"sum({self.value('tuple', 0)})",
                f"abs({a})",
                f"int({self.value('float', level)})",
                f"int({self.value('bool', level)})",
                f"max({a}, {b})",
                f"min([{a}, {b}], key=lambda q: -q)",
                f"round({self.value('float', level)})",
                f"{self.value('str', level)}.count('a')",
                f"{self.value('str', level)}.find('b')",
                f"sum(i * {b} for i in range(4) if i != {a})",
                f"divmod({a}, {self._divisor(b)})[0]",
                f"{self.value('list', level)}.count({a})",
            ]
        )

    def _float(self, level: int) -> str:
        a, b = self.value("float", level), self.value(self.rng.choice(["float", "int"]), level)
        return self.rng.choice(
            [
                *(f"({a} {op} {b})" for op in ("+", "-", "*")),
                *(f"({a} {op} {self._divisor(b)})" for op in ("/", "//", "%")),
                f"float({self.value('int', level)})",
                f"round({a}, 2)",
                f"({self.value('int', level)} / {self._divisor(self.value('int', level))})",
                f"abs({a})",
                f"max({a}, {b})",
                f"(({b} % 5) ** 0.5)",
                f"sum([{a}, 0.5])",
            ]
        )

    def _bool(self, level: int) -> str:
        kind = self.rng.choice(KINDS)
        a, b = self.value(kind, level), self.value(kind, level)
        m, n = self.value("int", level), self.value("int", level)
        return self.rng.choice(
            [
                *(f"({m} {op} {n})" for op in ("<", "<=", ">", ">=", "==", "!=")),
                f"({m} < {n} <= {self.value('int', level)})",
                f"({a} == {b})",
                f"(not {self.value('bool', level)})",
                f"({self.value('bool', level)} and {self.value('bool', level)})",
                f"({m} in {self.value('list', level)})",
                f"('a' not in {self.value('str', level)})",
                f"({a} is None)",
                f"isinstance({a}, ({kind}, str))",
                f"any(q > {m} for q in ({n}, 3))",
                f"all({self.value('tuple', level)})",
                f"bool({a})",
                f"({self.value('str', level)} < {self.value('str', level)})",
                f"{self.value('str', level)}.isdigit()",
            ]
        )

    def _str(self, level: int) -> str:
        a, n = self.value("str", level), self.value("int", 0)
        v = self.value(self.rng.choice(KINDS), level)
        x = self.value("float", 0)  # quotes inside an f-string's own are not Python 3.11's
        return self.rng.choice(
            [
                f"({a} + {self.value('str', level)})",
                f"({a} * {self.rng.randrange(4)})",
                f"str({v})",
                f"repr({v})",
                f"{a}.{self.rng.choice(['upper', 'title', 'strip', 'swapcase'])}()",
                f"{a}.replace('a', {self.literal('str')})",
                f"{a}[{n}:]",
                f"{a}[::-1]",
                f"{a}[{n}]",
                f"','.join(str(q) for q in {self.value('list', level)})",
                f"'%s|%5d' % ({a}, {n})",
                f"'{{}}-{{:>4}}'.format({a}, {n})",
                f"{a}.center(7, '*')",
                f"f'{{{n}:>{self.rng.randrange(2, 7)}}}|'",
                f"f'{{{x}:.{self.rng.randrange(4)}f}}'",
                f"type({v}).__name__",
            ]
        )

    def _list(self, level: int) -> str:
        a, n = self.value("list", level), self.value("int", level)
        comma = self.rng.choice(["", "','"])
        return self.rng.choice(
            [
                f"[{n}, {self.value('str', level)}, {self.value('float', level)}]",
                f"({a} + [{n}])",
                f"{a}[{self.value('int', 0)}:]",
                f"{a}[::-1]",
                f"[*{a}, *{self.value('tuple', level)}]",
                f"[q * 2 for q in {a}]",
                f"[i + j for i in range(3) for j in range(i) if j != {n}]",
                f"sorted([{n}, 3, {self.value('int', level)}], reverse={self.value('bool', 0)})",
                f"list({self.value(self.rng.choice(['str', 'tuple', 'dict']), level)})",
                f"list(map(lambda q: (q, {n}), {a}))",
                f"list(zip({a}, 'xyz'))",
                f"list(enumerate({self.value('str', level)}))",
                f"[q for q in {a} if isinstance(q, int)]",
                f"{self.value('str', level)}.split({comma})",
                f"list(range({n} % 5))",
            ]
        )

    def _dict(self, level: int) -> str:
        a = self.value("dict", level)
        return self.rng.choice(
            [
                f"{{**{a}, 'z': {self.value('int', level)}}}",
                f"{{q: len(q) for q in {self.value('str', level)}.split()}}",
                f"{{i: {self.value('int', level)} for i in range(3)}}",
                f"dict(zip('ab', {self.value('list', level)}))",
                f"({a} | {{'k': {self.value('float', level)}}})",
                f"dict(x={self.value('int', level)})",
            ]
        )

    def _tuple(self, level: int) -> str:
        a, n = self.value("tuple", level), self.value("int", level)
        return self.rng.choice(
            [
                f"({n}, {self.value('int', level)})",
                f"({a} + ({n},))",
                f"tuple({self.value('list', level)})",
                f"divmod({n}, {self._divisor(self.value('int', level))})",
                f"{a}[1:]",
                f"(*{a}, {n})",
                f"tuple(q % 3 for q in range({n} % 6))",
            ]
        )

    def _set(self, level: int) -> str:
        a, b = self.value("set", level), self.value("set", level)
        return self.rng.choice(
            [
                f"({a} | {b})",
                f"({a} & {b})",
                f"({a} - {b})",
                f"{{{self.value('int', level)} % 9, 3}}",
                f"{{q % 4 for q in range({self.value('int', level)} % 8)}}",
            ]
        )
