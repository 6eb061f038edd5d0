"""The inputs of the four kinds, each made from a seed of its own."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fuzz.derive import Deriver

TESTS = Path(__file__).parents[1]
KINDS = ("grammar", "mutate", "bytes", "cli")
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_ODD = [
    *(
        "\x00",
        "\ufeff",
        "\r",
        "\x0c",
        "\u2028",
        "\u00a0",
        "“",
        "–",
        "🙂",
        "e\u0301",
        "\\",
        "\t",
        "'''",
    ),
    *(
        "^",
        "**",
        ":=",
        "->",
        "...",
        "f'{",
        "}",
        "(",
        "]",
        ";",
        "%",
        "@",
        "~",
        "lambda",
        "yield",
        "async",
    ),
    *("__class__", "10**10", "-1", "0", "inf", "None", "*", "nan", "import", "def", "\n", "    "),
]


class Input(NamedTuple):
    """One input: what stands in the source, and the arguments before and after it."""

    kind: str
    source: bytes
    command: str
    arguments: tuple[str, ...]


@functools.cache
def corpus() -> tuple[str, ...]:
    """Real programs: golden scripts, broken ones, snippets, hostile ones."""
    from tests.grammar.test_guard_hostile import STOPPED

    files = [
        *TESTS.glob("golden/scripts/*/*.py"),
        *TESTS.glob("grammar/bad*/*.txt"),
        *TESTS.glob("examples/*.py"),
    ]
    texts = [path.read_text("utf-8", "replace") for path in sorted(files)]
    snippets = (TESTS / "grammar/snippets.txt").read_text("utf-8").split("\n===\n")
    return (*texts, *snippets, *STOPPED)


@functools.cache
def deriver() -> Deriver:
    return Deriver()


def make(kind: str, seed: int) -> Input:
    """Return the input of a kind and a seed."""
    random = Random(f"{kind} {seed}")
    command = random.choice(["eval", "run"])
    arguments: tuple[str, ...] = random.choice([(), (), ("x=2",), ("x=[1,2]", "y:=3")])
    if kind == "grammar":
        source = deriver().program(random, random.choice([3, 8, 20, 60])).encode()
    elif kind == "mutate":
        source = mutated(random).encode("utf-8", "surrogatepass")
    elif kind == "bytes":
        source = raw(random)
    else:
        source = random.choice(["x^2", "x*y", "sin(x).sum()", "y = x + 1\nprint(y)"]).encode()
        arguments = tuple(argument(random) for _ in range(random.randint(0, 4)))
    return Input(kind, source, command, arguments)


def mutated(random: Random) -> str:
    """Return a real program with some tokens changed."""
    tokens = _TOKEN.findall(random.choice(corpus())[:4000]) or ["x"]
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(tokens)) if tokens else 0
        what = random.randrange(6)
        if what == 0 and tokens:
            del tokens[at : at + random.choice([1, 1, 3, 20])]
        elif what == 1 and tokens:
            tokens.insert(at, random.choice(tokens))
        elif what == 2:
            tokens.insert(at, random.choice(_ODD))
        elif what == 3 and tokens:
            other = random.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif what == 4:
            other_tokens = _TOKEN.findall(random.choice(corpus())[:4000])
            start = random.randrange(len(other_tokens) or 1)
            tokens[at:at] = other_tokens[start : start + random.randint(1, 30)]
        elif tokens:
            tokens[at] = random.choice(_ODD)
    return "".join(tokens)


def raw(random: Random) -> bytes:
    """Return bytes of some shape: random, text with bytes changed, long, deep."""
    what = random.randrange(5)
    if what == 0:
        return random.randbytes(random.randint(0, 200))
    if what == 1:
        data = bytearray(random.choice(corpus())[:2000].encode("utf-8", "surrogatepass"))
        for _ in range(random.randint(1, 8)):
            at = random.randrange(len(data) + 1)
            data[at : at + random.randint(0, 3)] = random.randbytes(random.randint(0, 3))
        return bytes(data)
    if what == 2:
        pieces = [
            "(",
            "[",
            "{",
            "x+",
            "not ",
            "-",
            "lambda:",
            "x if y else ",
            "f'{",
            "x.",
            "x[",
            "if x:\n ",
        ]
        return (random.choice(pieces) * random.choice([5, 50, 500])).encode() + b"x"
    if what == 3:
        return bytes(
            random.choice(b"x=+-*()[]{}:;,.'\"\\\n\r\t #^%01") for _ in range(random.randint(1, 60))
        )
    return (
        random.choice(["\r\n", "\r", "\n\x0c", "\t\n "])
        .join(random.choice(corpus())[:800].splitlines())
        .encode("utf-8", "surrogatepass")
    )


def argument(random: Random) -> str:
    """Return a word of a command line."""
    names = ["x", "y", "n", "é", "if", "_a", "", "x y", "torch", "1"]
    values = [
        *(
            "3",
            "1e999",
            "-0",
            "nan",
            "inf",
            "[1,2]",
            "[[1],[2,3]]",
            "[]",
            "[",
            "1+",
            "pi/2",
            "'a'",
            "@-",
        ),
        *(
            "@missing.npy",
            "@",
            "",
            "3±0.1",
            "1j",
            "9" * 400,
            "True",
            "None",
            "[" * 200,
            "__import__('os')",
        ),
    ]
    options = [
        *(
            "--format",
            "--columns",
            "--precision",
            "--order",
            "--wrt",
            "--dtype",
            "--limit",
            "--width",
        ),
        *(
            "--backward",
            "--hook",
            "--grad-output",
            "--seed",
            "--repeat",
            "--retain-grad",
            "--color",
        ),
        *(
            "-q",
            "-f",
            "-c",
            "-p",
            "-e",
            "-H",
            "-R",
            "--no-backward",
            "--retain-graph",
            "--",
            "-",
            "--nope",
        ),
    ]
    what = random.randrange(3)
    if what == 0:
        return random.choice(names) + random.choice(["=", ":=", "==", ""]) + random.choice(values)
    if what == 1:
        return random.choice(options)
    return random.choice(
        [*values, *names, "json", "csv", "all", "ones", "x,y", "0", "5", "float32"]
    )
