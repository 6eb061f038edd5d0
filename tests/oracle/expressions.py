"""Random expressions over tensors of known shape, for the program generator."""

from __future__ import annotations

import random
from math import prod
from typing import NamedTuple

Shape = tuple[int, ...]
SHAPES: list[Shape] = [(), (2,), (3,), (2, 3), (3, 2), (1, 3), (2, 1), (3, 1), (2, 2), (2, 1, 3)]


class Value(NamedTuple):
    """A variable of the program: name, shape, a bound on its elements, whether it is a leaf."""

    name: str
    shape: Shape
    bound: float
    leaf: bool = False


class Expression(NamedTuple):
    """Source text of a tensor, its shape and a rough bound on the size of its elements."""

    text: str
    shape: Shape
    bound: float


def broadcast(a: Shape, b: Shape) -> Shape | None:
    """The broadcast of two shapes, or None when they do not fit."""
    out: list[int] = []
    for i in range(1, max(len(a), len(b)) + 1):
        m, n = (a[-i] if i <= len(a) else 1), (b[-i] if i <= len(b) else 1)
        if m != n and 1 not in (m, n):
            return None
        out.append(n if m == 1 else m)
    return tuple(reversed(out))


def number(rng: random.Random) -> str:
    """A Python number of modest size: sometimes an int, sometimes negative."""
    if rng.random() < 0.3:
        return str(rng.choice([1, 2, 3, -1, -2]))
    return f"{rng.choice([-1, 1]) * rng.randint(11, 299) / 100}"


def literal(rng: random.Random, shape: Shape) -> str:
    """A nested list of numbers with two decimals, all different from zero."""
    if not shape:
        return f"{rng.choice([-1, 1, 1]) * rng.randint(21, 199) / 100}"
    return "[" + ", ".join(literal(rng, shape[1:]) for _ in range(shape[0])) + "]"


def unary(rng: random.Random, a: Value) -> Expression:
    """A function of one tensor, with the domain and the growth kept in hand."""
    x = a.name
    # Where tanh and sigmoid are flat, the last bit decides whether "1." or "1.0000" is printed.
    bounded = ["sin", "cos", "atan", *(["tanh", "sigmoid"] if a.bound < 5 else [])]
    plain = ["abs", "relu", "neg", "sign", "floor", "round", "clone", "square"]
    kind = rng.random()
    if kind < 0.35:
        f = rng.choice(bounded)
        text = rng.choice([f"torch.{f}({x})", f"{x}.{f}()"])
        return Expression(text, a.shape, 1.6)
    if kind < 0.55:
        f = rng.choice(plain)
        text = rng.choice([f"torch.{f}({x})", f"{x}.{f}()"])
        return Expression(text, a.shape, a.bound**2 + 1 if f == "square" else a.bound + 1)
    if kind < 0.75:
        f = rng.choice(["log", "sqrt", "reciprocal", "rsqrt", "log1p", "log2", "log10"])
        return Expression(f"({x}.abs() + 0.5).{f}()", a.shape, a.bound + 2)
    if kind < 0.9 and a.bound < 3:
        f = rng.choice(["exp", "expm1", "sinh", "cosh"])
        return Expression(f"{x}.{f}()", a.shape, 21.0)
    power = rng.choice(["2", "3", "2.0", "0", "1"])
    return Expression(f"{x} ** {power}", a.shape, a.bound ** float(power) + 1)


def binary(rng: random.Random, a: Value, b: Value) -> Expression | None:
    """An operator between two tensors that broadcast, or between a tensor and a number."""
    if rng.random() < 0.3:
        n = number(rng)
        op = rng.choice(["+", "-", "*", "/"])
        if rng.random() < 0.6 or op == "/":
            return Expression(f"{a.name} {op} {n}", a.shape, a.bound * 10 + 3)
        return Expression(f"{n} {op} {a.name}", a.shape, a.bound * 3 + 3)
    shape = broadcast(a.shape, b.shape)
    if shape is None:
        return None
    x, y = a.name, b.name
    pick = rng.randrange(9)
    if pick < 5:
        op = rng.choice(["+", "-", "*", "*"])
        bound = a.bound * b.bound if op == "*" else a.bound + b.bound
        return Expression(f"{x} {op} {y}", shape, bound)
    if pick == 5:
        return Expression(f"{x} / ({y} ** 2 + 1)", shape, a.bound)
    if pick == 6:
        f = rng.choice(["maximum", "minimum", "atan2"])
        return Expression(f"torch.{f}({x}, {y})", shape, a.bound + b.bound)
    if pick == 7:
        return Expression(f"torch.where({x} > {y}, {x}, {y} * 2)", shape, a.bound + 2 * b.bound)
    return Expression(f"({x}.abs() + 0.5) ** torch.tanh({y})", shape, a.bound + 2)


def reduction(rng: random.Random, a: Value) -> Expression:
    """A reduction over all or one dimension, or a scan."""
    x = a.name
    if not a.shape or rng.random() < 0.4:
        f = rng.choice(["sum", "mean", "prod", "max", "min", "norm"])
        n = prod(a.shape)
        bound = a.bound * n if f != "prod" else min(a.bound, 3) ** n
        return Expression(f"{x}.{f}()", (), bound)
    dim = rng.randrange(len(a.shape))
    keep = rng.random() < 0.4
    rest = a.shape[:dim] + ((1,) if keep else ()) + a.shape[dim + 1 :]
    written = dim if rng.random() < 0.7 else dim - len(a.shape)
    kind = rng.randrange(8)
    if kind == 0:
        return Expression(f"{x}.cumsum({written})", a.shape, a.bound * 3)
    if kind == 1:
        f = rng.choice(["softmax", "log_softmax"])
        return Expression(f"torch.{f}({x}, dim={written})", a.shape, a.bound * 2 + 1)
    if kind == 2 and a.shape[dim] > 1:
        f = rng.choice(["var", "std"])
        return Expression(f"{x}.{f}(dim={written}, keepdim={keep})", rest, a.bound**2)
    if kind == 3:
        f = rng.choice(["max", "min"])
        return Expression(f"{x}.{f}(dim={written}, keepdim={keep}).values", rest, a.bound)
    f = rng.choice(["sum", "mean", "prod", "amax", "amin", "logsumexp"])
    bound = a.bound * 3 if f != "prod" else a.bound ** a.shape[dim]
    return Expression(f"{x}.{f}(dim={written}, keepdim={keep})", rest, bound + 1)


def reshaped(rng: random.Random, a: Value) -> Expression:
    """A view, or a copy with another shape."""
    x, s, n = a.name, a.shape, prod(a.shape)
    choices = [
        (f"{x}.reshape(-1)", (n,)),
        (f"{x}.flatten()", (n,)),
        (f"{x}.unsqueeze(0)", (1, *s)),
        (f"{x}.unsqueeze(-1)", (*s, 1)),
        (f"{x}.squeeze()", tuple(k for k in s if k != 1)),
        (f"{x}.expand(2, *{x}.shape)", (2, *s)),
        (f"{x}.reshape(1, -1)", (1, n)),
    ]
    if len(s) <= 2:
        choices.append((f"{x}.t()", s[::-1]))
    if len(s) >= 2:
        order = rng.sample(range(len(s)), len(s))
        choices.append((f"{x}.permute({order})", tuple(s[i] for i in order)))
        choices.append((f"{x}.transpose(0, 1)", (s[1], s[0], *s[2:])))
    text, shape = rng.choice(choices)
    return Expression(text, shape, a.bound)


def indexed(rng: random.Random, a: Value) -> Expression | None:
    """A part of a tensor: by integers, slices, None, an array, or a gather."""
    x, s = a.name, a.shape
    if not s:
        return Expression(f"{x}[None]", (1,), a.bound)
    n = s[0]
    i = rng.randrange(-n, n)
    choices = [
        (f"{x}[{i}]", s[1:]),
        (f"{x}[..., {rng.randrange(s[-1])}]", s[:-1]),
        (f"{x}[:, None]", (n, 1, *s[1:])),
        (f"{x}[:{n}:2]", ((n + 1) // 2, *s[1:])),
        (f"{x}[torch.tensor([0, {n - 1}, 0])]", (3, *s[1:])),
        (f"{x}[[{n - 1}]]", (1, *s[1:])),
    ]
    if len(s) == 1:
        choices.append((f"{x}.gather(0, torch.tensor([{n - 1}, 0]))", (2,)))
    if n > 1:
        choices.append((f"{x}[1:]", (n - 1, *s[1:])))
    text, shape = rng.choice(choices)
    return Expression(text, shape, a.bound)


def joined(rng: random.Random, a: Value, b: Value) -> Expression | None:
    """Concatenation, stacking, a matrix product, clamping with a kink, or part of a split."""
    x, y = a.name, b.name
    kind = rng.randrange(5)
    if kind == 0 and a.shape == b.shape:
        return Expression(f"torch.stack([{x}, {y}])", (2, *a.shape), max(a.bound, b.bound))
    if kind == 1 and a.shape[1:] == b.shape[1:] and a.shape and b.shape:
        shape = (a.shape[0] + b.shape[0], *a.shape[1:])
        return Expression(
            f"torch.cat([{x}, {y}, {x}])", (shape[0] + a.shape[0], *a.shape[1:]), a.bound
        )
    if kind == 2:
        return _product(a, b)
    if kind == 3:
        low = rng.choice(["-0.5", "0", "-1"])
        text = rng.choice(
            [f"{x}.clamp({low}, 1)", f"{x}.clamp(min={low})", f"torch.clamp({x}, max=0.8)"]
        )
        return Expression(text, a.shape, a.bound + 1)
    if a.shape and a.shape[0] > 1:
        return Expression(f"{x}.split(1)[-1]", (1, *a.shape[1:]), a.bound)
    return None


def _product(a: Value, b: Value) -> Expression | None:
    s, t = a.shape, b.shape
    if not s or not t or len(s) > 2 or len(t) > 2 or s[-1] != t[0]:
        return None
    return Expression(f"{a.name} @ {b.name}", s[:-1] + t[1:], a.bound * b.bound * t[0])


def expression(rng: random.Random, values: list[Value]) -> Expression:
    """Any expression of one operator over the variables."""
    for _ in range(50):
        a, b = rng.choice(values), rng.choice(values)
        makers = [
            unary,
            unary,
            binary,
            binary,
            binary,
            reduction,
            reshaped,
            indexed,
            joined,
            joined,
        ]
        made = makers[rng.randrange(len(makers))]
        found = made(rng, a, b) if made in (binary, joined) else made(rng, a)  # type: ignore[operator]
        if found is None or prod(found.shape) > 24 or len(found.shape) > 4:
            continue
        if found.bound > 50:
            return Expression(f"torch.sin({found.text})", found.shape, 1.0)
        return found
    raise AssertionError("no expression fits these variables")
