"""The straight-line program that operator benchmarks run, as source text for every peer."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, NamedTuple

LEAVES = 6
UNARY = ("sin", "exp", "tanh", "cos", "sqrt")
BINARY = {"add": "+", "sub": "-", "mul": "*", "div": "/"}


class Step(NamedTuple):
    """`v[n] = kind(v[a], v[b])`; `b` is unused by functions of one value."""

    kind: str
    a: int
    b: int


def steps(count: int, seed: int = 1) -> list[Step]:
    """A realistic mix: half sums and products, the rest functions, values kept near one.

    A value that grows (a product, a sum, an exponential) is tamed by what follows it: tanh, sin,
    or a quotient by a value that stays above one half.
    """
    rng = random.Random(seed)
    made: list[Step] = []
    tame = list(range(LEAVES))
    while len(made) < count:
        n = LEAVES + len(made)
        kind = rng.choice(["add", "sub", "mul", "mul", "add", "div", "sin", "exp", "tanh", "pow"])
        recent = tame[-8:] + tame[:LEAVES]
        a, b = tame[-1], rng.choice(recent)  # each step stands on the last: all is reached
        if kind == "div":
            # The denominator is exp(tanh(.)), between 0.37 and 2.7.
            made += [
                Step("tanh", b, b),
                Step("exp", n, n),
                Step("div", a, n + 1),
                Step("sin", n + 2, n + 2),
            ]
            tame.append(n + 3)
        elif kind in ("sin", "tanh"):
            made.append(Step(kind, a, a))
            tame.append(n)
        elif kind == "exp":
            made += [Step("exp", a, a), Step("cos", n, n)]
            tame.append(n + 1)
        else:
            made += [Step(kind, a, b), Step("tanh", n, n)]
            tame.append(n + 1)
    return made[:count]


def _forward(step: Step, n: int) -> str:
    if step.kind in BINARY:
        return f"v{n} = v{step.a} {BINARY[step.kind]} v{step.b}"
    if step.kind == "pow":
        return f"v{n} = v{step.a} ** 2"
    return f"v{n} = {step.kind}(v{step.a})"


def function(program: list[Step], names: dict[str, Any]) -> Callable[..., Any]:
    """`f(v0, …, v5)` that runs the program with the functions of `names`: its last value."""
    arguments = ", ".join(f"v{i}" for i in range(LEAVES))
    lines = [f"def f({arguments}):"]
    lines += [f"    {_forward(step, LEAVES + i)}" for i, step in enumerate(program)]
    lines.append(f"    return v{LEAVES + len(program) - 1}")
    return _defined("\n".join(lines), names)


def by_hand(program: list[Step], names: dict[str, Any]) -> Callable[..., Any]:
    """`f(v0, …, v5)` -> (sum of the last value, gradients), as one writes it in NumPy.

    Forward as above; backward line by line, with results reused as a careful programmer does and
    later contributions added in place wherever no other name holds the array.
    """
    arguments = ", ".join(f"v{i}" for i in range(LEAVES))
    lines = [f"def f({arguments}):"]
    lines += [f"    {_forward(step, LEAVES + i)}" for i, step in enumerate(program)]
    last = LEAVES + len(program) - 1
    lines.append(f"    g{last} = ones_like(v{last})")
    owned: dict[int, bool] = {last: True}
    for i in reversed(range(len(program))):
        n = LEAVES + i
        if n not in owned:
            continue
        for target, expression, fresh in _contributions(program[i], n):
            if target not in owned:
                lines.append(f"    g{target} = {expression}")
                owned[target] = fresh
            elif owned[target]:
                lines.append(f"    g{target} += {expression}")
            else:
                lines.append(f"    g{target} = g{target} + {expression}")
                owned[target] = True
    gradients = ", ".join(f"g{i}" if i in owned else "None" for i in range(LEAVES))
    lines.append(f"    return v{last}.sum(), ({gradients})")
    return _defined("\n".join(lines), names)


def _contributions(step: Step, n: int) -> list[tuple[int, str, bool]]:
    """(to which value, expression, whether that is a new array) for each operand of a step."""
    a, b, g = step.a, step.b, f"g{n}"
    return {
        "add": [(a, g, False), (b, g, False)],
        "sub": [(a, g, False), (b, f"-{g}", True)],
        "mul": [(a, f"{g} * v{b}", True), (b, f"{g} * v{a}", True)],
        "div": [(a, f"{g} / v{b}", True), (b, f"-{g} * v{n} / v{b}", True)],
        "pow": [(a, f"{g} * (2 * v{a})", True)],
        "sin": [(a, f"{g} * cos(v{a})", True)],
        "cos": [(a, f"-{g} * sin(v{a})", True)],
        "exp": [(a, f"{g} * v{n}", True)],
        "tanh": [(a, f"{g} * (1 - v{n} * v{n})", True)],
        "sqrt": [(a, f"{g} / (2 * v{n})", True)],
    }[step.kind]


def _defined(source: str, names: dict[str, Any]) -> Callable[..., Any]:
    namespace = dict(names)
    exec(compile(source, "<benchmark>", "exec"), namespace)
    made: Callable[..., Any] = namespace["f"]
    return made
