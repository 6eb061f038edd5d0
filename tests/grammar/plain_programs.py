"""Random programs of plain Python: `program(seed)` is always the same text.

Loops are short and numbers are kept small, so that every program ends soon.
"""

from __future__ import annotations

from tests.grammar.plain_expressions import KINDS, Expressions

_ERRORS = (
    "ZeroDivisionError",
    "TypeError",
    "(ValueError, IndexError)",
    "LookupError",
    "Exception",
)


class Program(Expressions):
    """The statements of a program."""

    def show(self) -> None:
        """Print one to three values."""
        shown = [self.value(self.rng.choice(KINDS)) for _ in range(self.rng.randrange(1, 4))]
        end = self.rng.choice(["", "", "", ", sep='|'", ", end=';\\n'"])
        self.line(f"print({', '.join(shown)}{end})")

    def name_inside(self) -> None:
        """Give a variable a value inside an expression."""
        kind, name = self.rng.choice(KINDS), self.fresh("w")
        value = f"({name} := {self.value(kind)})"
        self.line(
            self.rng.choice(
                [
                    f"print({value}, {name})",
                    f"if {value} or True: print({name})",
                    f"print([{value}, {name}], [{name} for _ in range(2)])",
                    f"print([{self.fresh()} := q for q in range({self.value('int', 0)})], {value})",
                ]
            )
        )
        self.known.append((name, kind))

    def assign(self) -> None:
        """Give a new or a known variable a value."""
        kind = self.rng.choice(KINDS)
        value = self.value(kind)
        names = [name for name, k in self.known if k == kind]
        name = self.rng.choice(names) if names and self.chance(0.3) else self.fresh()
        if kind == "int":
            value = f"{value} % 1000"
        elif kind in ("str", "list", "tuple"):
            value = f"({value})[:12]"
        self.line(f"{name}: {kind} = {value}" if self.chance(0.1) else f"{name} = {value}")
        self.known.append((name, kind))

    def unpack(self) -> None:
        """Give several variables values at once."""
        a, b, c = self.fresh(), self.fresh(), self.fresh()
        n, m = self.value("int"), self.value("int")
        self.line(
            self.rng.choice(
                [
                    f"{a}, {b}, {c} = {n}, {m}, 3",
                    f"{a}, *{b}, {c} = range({n} % 5)",
                    f"({a}, {b}), {c} = ({n}, {m}), 0",
                    f"{a} = {b} = {c} = {n}",
                    f"[{a}, {b}], {c} = [{n}, 4], {m}",
                ]
            )
        )
        if "*" not in self.lines[-1].split("=")[0]:
            self.known += [(a, "int"), (b, "int"), (c, "int")]

    def augment(self) -> None:
        """Change a variable, or an element, in place."""
        names = [
            (name, kind) for name, kind in self.known if kind in ("int", "list", "dict", "str")
        ]
        if not names:
            return self.assign()
        name, kind = self.rng.choice(names)
        n = self.value("int", 1)
        if kind == "int":
            self.line(f"{name} {self.rng.choice(['+', '-', '|', '&', '*'])}= {n}")
            self.line(f"{name} %= 1000")
        elif kind == "str":
            self.line(f"{name} += {self.literal('str')}")
        elif kind == "list":
            self.line(
                self.rng.choice(
                    [
                        f"{name} += [{n}]",
                        f"{name}.append({n})",
                        f"{name}[{self.rng.randrange(3)}] = {n}",
                        f"{name}[1:2] = [{n}, {n}]",
                        f"del {name}[{self.rng.randrange(3)}]",
                        f"{name}.insert(1, {n})",
                        f"{name}.reverse()",
                        f"{name}[0] += {n}",
                        f"{name}.sort()",
                        f"{name}.pop()",
                    ]
                )
            )
        else:
            key = self.rng.choice(["'a'", "'n'", n])
            self.line(
                self.rng.choice(
                    [
                        f"{name}[{key}] = {n}",
                        f"{name}.setdefault({key}, {n})",
                        f"{name}[{key}] += 1",
                        f"del {name}[{key}]",
                        f"{name}.update(q={n})",
                        f"{name}.pop({key}, None)",
                    ]
                )
            )
        return None

    def block(self, size: int = 3) -> None:
        """A few statements one level deeper; what they make may not exist behind them."""
        known, functions = list(self.known), list(self.functions)
        self.depth += 1
        for _ in range(self.rng.randrange(1, size + 1)):
            self.statement()
        self.depth -= 1
        self.known, self.functions = known, functions

    def branch(self) -> None:
        """`if` with its branches."""
        self.line(f"if {self.value('bool')}:")
        self.block()
        for _ in range(self.rng.randrange(2)):
            self.line(f"elif {self.value('bool')}:")
            self.block(2)
        if self.chance(0.5):
            self.line("else:")
            self.block(2)

    def loop(self) -> None:
        """A short `for` or `while`, perhaps with `else`."""
        known, was = list(self.known), self.in_loop
        name = self.fresh("i")
        if self.chance(0.7):
            over, kind = self.rng.choice(
                [
                    (f"range({self.rng.randrange(5)})", "int"),
                    (f"({self.value('str', 1)})[:4]", "str"),
                    (f"list({self.value('dict', 1)})[:4]", "str"),
                    (f"({self.value('tuple', 1)})[:4]", "int"),
                    (f"sorted({self.value('set', 1)})[:4]", "int"),
                ]
            )
            self.line(f"for {name} in {over}:")
        else:
            kind = "counter"  # of no kind that a statement would change
            self.line(f"{name} = {self.rng.randrange(4)}")
            self.line(f"while {name} > 0:")
            self.line(f"    {name} -= 1")
        self.known.append((name, kind))
        self.in_loop = True
        self.block()
        if self.chance(0.4):
            word = self.rng.choice(["break", "continue"])
            self.line(f"    if {self.value('bool', 1)}: {word}")
        self.in_loop = was
        self.known = known
        if self.chance(0.3):
            self.line("else:")
            self.block(1)

    def attempt(self) -> None:
        """`try` in one of its forms."""
        self.line("try:")
        self.block()
        if self.chance(0.5):
            self.line(
                "    "
                + self.rng.choice(["1 / 0", "[][1]", "{}['k']", "int('x')", "raise KeyError"])
            )
        self.line(f"except {self.rng.choice(_ERRORS)} as err:")
        self.line("    print(type(err).__name__, err)")
        if self.chance(0.4):
            self.line("except:")
            self.line("    print('other')")
        if self.chance(0.3):
            self.line("else:")
            self.block(1)
        if self.chance(0.4):
            self.line("finally:")
            self.block(1)

    def function(self) -> None:
        """A function with a default, perhaps a closure; its parameters are integers."""
        name, kind = self.fresh("f"), self.rng.choice(KINDS)
        parameters = [self.fresh("p") for _ in range(self.rng.randrange(1, 3))]
        known, was, in_loop = list(self.known), self.in_function, self.in_loop
        # A variable that the body gives a value would be another one: it reads, and makes new ones.
        self.known = [(p, "int") for p in parameters] + [("scale", "int")]
        if self.chance(0.2):
            self.line("@(lambda f: f)")
        self.line(f"def {name}({', '.join(parameters)}, *, scale={self.rng.randrange(5)}):")
        self.in_function, self.in_loop = True, False
        self.block(2)
        if self.chance(0.4):
            self.line("    total = 0")
            self.line("    def add(n):")
            self.line("        nonlocal total")
            self.line(f"        total += n * {self.rng.randrange(1, 4)}")
            self.line("        return total")
            self.line(f"    add({parameters[0]}); print(add(scale), total)")
        self.line(f"    return {self.value(kind)}")
        self.known, self.in_function, self.in_loop = known, was, in_loop
        self.functions.append((name, len(parameters), kind))

    def klass(self) -> None:
        """A class, derived from another one if there is one, and what its objects do."""
        name = self.fresh("C")
        base = self.rng.choice(self.classes) if self.classes and self.chance(0.5) else ""
        self.line(f"class {name}({base}):")
        self.line(f"    kind = {self.literal('str')}")
        self.line("    def __init__(self, x=1, *rest):")
        self.line("        super().__init__(x)" if base else "        self.items = []")
        self.line(f"        self.x = x + {self.rng.randrange(5)}")
        self.line("        self.items.append((self.kind, self.x, rest))")
        self.line("    def __repr__(self): return f'{type(self).__name__}<{self.x}>'")
        if self.chance(0.5):
            self.line("    @property")
            self.line(f"    def twice(self): return self.x * {self.rng.randrange(2, 4)}")
        else:
            self.line(f"    twice = {self.literal('int')}")
        self.line("    def step(self, by=1):")
        self.line("        self.x += by")
        inherited = "super().step(by)" if base else "self"
        self.line(f"        return {inherited}" if self.chance(0.6) else "        return self")
        if self.chance(0.5):
            self.line("    def __len__(self): return abs(self.x) % 5")
            self.line("    def __getitem__(self, i): return (i, self.x)")
            self.line("    def __call__(self, *a, **k): return a, sorted(k), self.kind")
        self.classes.append(name)
        made = self.fresh("o")
        self.line(f"{made} = {name}({self.value('int', 1)})")
        self.line(
            f"print({made}, {made}.step().step(by=2).x, {made}.twice, {made}.items, {made}.kind)"
        )
        self.line(
            f"print(hasattr({made}, 'step'), isinstance({made}, {self.rng.choice(self.classes)}))"
        )
        if "__len__" in "".join(self.lines[-8:]):
            self.line(f"print(len({made}), {made}[1], {made}[:2], {made}(1, b=2), bool({made}))")

    def statement(self) -> None:
        """One statement, simple ones only where it is deep already."""
        simple = [
            self.show,
            self.show,
            self.assign,
            self.assign,
            self.unpack,
            self.augment,
            self.name_inside,
        ]
        compound = [self.branch, self.loop, self.attempt, self.function]
        if self.depth == 0:
            compound.append(self.klass)
        if self.in_function and self.depth > 1 and self.chance(0.1):
            return self.line(f"return {self.value(self.rng.choice(KINDS), 1)}")
        if self.depth > 2 or self.in_function or self.chance(0.55):
            return self.rng.choice(simple)()
        return self.rng.choice(compound)()


def program(seed: int) -> str:
    """The program of a seed."""
    made = Program(seed)
    for _ in range(made.rng.randrange(6, 16)):
        made.statement()
    if made.known:
        made.line(f"print({', '.join(sorted({name for name, _ in made.known})[:6])})")
    return "\n".join(made.lines) + "\n"
