"""Whatever the depth, Python can compile the tree and the values are those of the script."""

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest

from grammar.diagnostic import ScriptError
from grammar.parser import parse

DEEP = 20_000


def value_of(source, **names):
    names.setdefault("a", 1)
    exec(compile(parse(source), "deep", "exec"), names)
    return names["x"]


def first(*values, **named):
    return [*values, *named.values(), 0][0]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x = " + "(" * 100_000 + "1" + ")" * 100_000, 1),
        ("x = " + "+".join(["a"] * 100_000), 100_000),
        ("x = 0\nx += " + "+".join(["a"] * DEEP), DEEP),
        ("l = [1]\nl[0] += " + "+".join(["a"] * DEEP) + "\nx = l[0]", DEEP + 1),
        ("x = " + "-" * DEEP + "a", 1),
        ("x = not " + "not " * DEEP + "a", False),
        ("x = a" + ".real" * DEEP, 1),
        ("x = " + "f(" * DEEP + "7" + ")" * DEEP, 7),
        ("x = " + "f(k=" * DEEP + "7" + ")" * DEEP, 7),
        ("x = " + "(a+" * DEEP + "a" + ")" * DEEP, DEEP + 1),
        ("x = " + "f(a+-[" * DEEP + "1" + "][0])" * DEEP, 1),
        ("x = " + "**".join(["a"] * DEEP), 1),
        ("x = " + " and ".join(["a"] * DEEP), 1),
        ("x = " + "<=".join(["a"] * DEEP), True),
        ("x = f(" + ", ".join(["a"] * DEEP) + ")", 1),
        ("x = len(" + "[" * 500 + "]" * 500 + ")", 1),
        ("l = [5]\nl[" + "+".join(["b"] * DEEP) + ":] = [3]\nx = l", [3]),
        ("x = 0\nwhile x + " + "+".join(["b"] * DEEP) + " < 3: x += 1\nelse: x = [x]", [3]),
        ("x = 0\nwhile x + " + "+".join(["b"] * DEEP) + " < 3:\n  x += 1\n  break\nelse: x = 9", 1),
        ("if b: x = 1\n" + "elif b: x = 2\n" * DEEP + "else: x = 3", 3),
        ("if b: x = 1\n" + "elif b: x = 2\n" * 99 + "elif a: x = 5\n" * 99 + "else: x = 3", 5),
        (
            "class A:\n  y = "
            + "+".join(["a"] * DEEP)
            + "\nx = [n for n in vars(A) if n[0] != '_']",
            ["y"],
        ),
        ("def g():\n  return " + "+".join(["a"] * DEEP) + "\nx = g()", DEEP),
        ("x = sum(" + "+".join(["[a]"] * 500) + " + [n for n in [1]])", 501),
        ("x = f'{" + "+".join(["a"] * 500) + "} {b}'", "500 0"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_deep_script_runs(source, value):
    assert value_of(source, b=0, f=first) == value


@pytest.mark.parametrize(
    "source",
    [
        "x = " + " if b else ".join(["a"] * DEEP),
        "x = " + "lambda: " * DEEP + "1",
        "x = lambda: " + "+".join(["a"] * DEEP),
        "x = [" * DEEP + "n for n in y" + "]" * DEEP,
        "x = [" + "+".join(["a"] * DEEP) + " for n in y]",
        "".join(" " * depth + "if a:\n" for depth in range(150)) + " " * 150 + "x",
        "with a, " + "+".join(["b"] * DEEP) + ": pass",
        "x = " + "(" * DEEP,
        "(" * DEEP + "a," * DEEP,
        "for " + "(" * DEEP + "a" + ",)" * DEEP + " in b: pass",
    ],
    ids=lambda source: source[:16],
)
def test_what_cannot_be_split_is_a_diagnostic(source):
    with pytest.raises(ScriptError) as caught:
        parse(source)
    assert caught.value.exit_code == 3


def test_everything_happens_in_pythons_order():
    seen = []

    def f(n, *rest, **named):
        seen.append(n)
        return n

    def level(inner, n):
        return f"f({n}, f({-n}) + {inner}, k=f({n}.5))"

    def script(depth):
        deep = functools.reduce(level, range(1, depth), "f(0)")
        start = f"x = [f('a'), {{f('k'): f('v')}}, {deep}, f('b'), *f('cd')]"
        return f"{start}\nl = [[0]]\nl[f(0)][{deep} * 0] = f('e')"

    short = script(300)
    exec(compile(parse(short), "deep", "exec"), {"f": f})
    split, seen = seen, []
    sys.setrecursionlimit(20_000)
    try:
        tree = parse(short, split=False)
        exec(compile(tree, "whole", "exec"), {"f": f})
    finally:
        sys.setrecursionlimit(1000)
    assert split == seen
    assert len(split) > 1500


def test_hidden_names_cannot_be_written():
    tree = parse("x = " + "+".join(["a"] * 1000))
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - {"x", "a"}
    assert stored
    assert all(name.startswith("#") for name in stored)


@pytest.mark.slow
def test_a_million_terms():
    code = (
        "from grammar.parser import parse\n"
        "names = {'a': 1}\n"
        "exec(compile(parse('x = ' + '+'.join(['a'] * 1_000_000)), 'x', 'exec'), names)\n"
        "assert names['x'] == 1_000_000"
    )
    folder = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=folder)
