"""The tree is exactly CPython's, ranges included, for whatever both read."""

import ast
import io
import random
import sys
import sysconfig
import tokenize
import warnings
from pathlib import Path

import pytest

from grammar.diagnostic import ScriptError
from grammar.parser import parse

SNIPPETS = (Path(__file__).parent / "snippets.txt").read_bytes().decode("utf-8").split("\n===\n")
LIBRARY = Path(sysconfig.get_paths()["stdlib"])
POSITIONS = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def python_tree(source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def merged(values):
    """The values of an f-string; Python 3.12 leaves neighbouring and empty texts apart."""
    values = [v for v in values if not (isinstance(v, ast.Constant) and v.value == "")]
    result = []
    for value in values:
        if result and isinstance(value, ast.Constant) and isinstance(result[-1], ast.Constant):
            result[-1].value += value.value
        else:
            result.append(value)
    return result


def dump(tree):
    """A tree as text; Python 3.11 and 3.12 differ in the ranges inside f-strings, so those go."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            node.values = merged(node.values)
            for inner in ast.walk(node):
                if inner is not node:
                    for name in POSITIONS:
                        if hasattr(inner, name):
                            setattr(inner, name, 0)
    return ast.dump(tree, include_attributes=True, indent=1)


def assert_same(source):
    assert dump(parse(source, split=False)) == dump(python_tree(source))


@pytest.mark.parametrize("source", SNIPPETS)
def test_a_snippet_gives_pythons_tree(source):
    assert_same(source)


def test_there_are_enough_snippets():
    assert len(SNIPPETS) >= 300


def test_all_snippets_in_one_script():
    assert_same("\n".join(s for s in SNIPPETS if not s.endswith("\\") and "\x0c" not in s))


@pytest.mark.parametrize(
    "name", ["bisect", "heapq", "colorsys", "fractions", "statistics", "textwrap", "random", "cmd"]
)
def test_a_file_of_the_standard_library_gives_pythons_tree(name):
    source = (LIBRARY / f"{name}.py").read_text(encoding="utf-8")
    tree = python_tree(source)
    refused = (ast.Yield, ast.YieldFrom, ast.Await, ast.Match, ast.BitXor)
    tree.body = [
        statement
        for statement in tree.body
        if not any(isinstance(node, refused) for node in ast.walk(statement))
    ]
    assert_same(ast.unparse(tree))
    if not any(isinstance(node, refused) for node in ast.walk(python_tree(source))):
        assert_same(source)


@pytest.mark.parametrize("seed", range(40))
def test_a_random_program_gives_pythons_tree(seed):
    source = RandomProgram(random.Random(seed)).script()
    assert_same(source)


@pytest.mark.parametrize("seed", range(60))
def test_a_broken_program_is_refused_as_python_refuses_it(seed):
    generator = random.Random(seed)
    source = generator.choice(
        [s for s in SNIPPETS if s.isascii() and "f'" not in s and '"' not in s]
    )
    tokens = [t.string for t in tokenize.generate_tokens(io.StringIO(source).readline)]
    extra = generator.choice(["(", ")", "[", "]", ",", ":", "=", "+", "not", "if"])
    tokens.insert(generator.randrange(len(tokens)), extra)
    broken = " ".join(tokens)
    try:
        python_tree(broken)
    except (SyntaxError, ValueError):
        with pytest.raises(ScriptError):
            parse(broken)
    else:
        assert_same(broken)


class RandomProgram:
    """Random trees of the language, written out by `ast.unparse` and spoiled in their spacing."""

    def __init__(self, generator):
        self.random = generator

    def name(self):
        return self.random.choice(["a", "b", "x1", "_", "é", "torch", "match", "print"])

    def pick(self, *choices):
        return self.random.choice(choices)()

    def many(self, make, least=0, most=3):
        return [make() for _ in range(self.random.randint(least, most))]

    def expression(self, depth=4):
        if depth == 0:
            return self.pick(
                lambda: ast.Name(self.name()),
                lambda: ast.Constant(self.random.choice([0, 1, 2.5, 1e300, 3j, "s", "é\n", b"b"])),
                lambda: ast.Constant(self.random.choice([None, True, False, ...])),
            )
        inner = lambda: self.expression(self.random.randrange(depth))  # noqa: E731
        binary = [ast.Add, ast.Sub, ast.Mult, ast.MatMult, ast.Div, ast.Mod, ast.FloorDiv, ast.Pow]
        binary += [ast.BitOr, ast.BitAnd, ast.LShift, ast.RShift]
        compare = [ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.IsNot, ast.In]
        compare += [ast.NotIn]
        choose = self.random.choice
        return self.pick(
            lambda: ast.BinOp(inner(), choose(binary)(), inner()),
            lambda: ast.BinOp(inner(), choose(binary)(), inner()),
            lambda: ast.BoolOp(choose([ast.And, ast.Or])(), [inner(), inner(), inner()]),
            lambda: ast.UnaryOp(choose([ast.Not, ast.USub, ast.UAdd, ast.Invert])(), inner()),
            lambda: ast.Compare(
                inner(), [choose(compare)(), choose(compare)()], [inner(), inner()]
            ),
            lambda: ast.IfExp(inner(), inner(), inner()),
            lambda: ast.Call(
                inner(),
                [*self.many(inner), *self.many(lambda: ast.Starred(inner()), 0, 1)],
                [*self.many(lambda: ast.keyword("k", inner()), 0, 1), ast.keyword(None, inner())],
            ),
            lambda: ast.Attribute(inner(), self.name()),
            lambda: ast.Subscript(
                inner(), self.pick(inner, lambda: ast.Slice(inner(), None, inner()))
            ),
            lambda: ast.Subscript(inner(), ast.Tuple([ast.Slice(None, inner(), None), inner()])),
            lambda: ast.Tuple(self.many(inner)),
            lambda: ast.List([*self.many(inner), ast.Starred(inner())]),
            lambda: ast.Set(self.many(inner, 1)),
            lambda: ast.Dict([None, inner()], [inner(), inner()]),
            lambda: ast.ListComp(inner(), self.many(self.comprehension, 1, 2)),
            lambda: ast.DictComp(inner(), inner(), [self.comprehension()]),
            lambda: ast.GeneratorExp(inner(), [self.comprehension()]),
            lambda: ast.Lambda(self.parameters(inner), inner()),
            lambda: ast.NamedExpr(ast.Name(self.name()), inner()),
        )

    def comprehension(self):
        return ast.comprehension(
            self.target(), self.expression(1), self.many(lambda: self.expression(1), 0, 2), 0
        )

    def parameters(self, default):
        names = [ast.arg(f"p{place}") for place in range(6)]
        return ast.arguments(
            names[:1], names[1:3], names[3], names[4:5], [default()], names[5], [default()]
        )

    def target(self):
        return self.pick(
            lambda: ast.Name(self.name()),
            lambda: ast.Attribute(self.expression(1), self.name()),
            lambda: ast.Subscript(ast.Name("a"), self.expression(1)),
            lambda: ast.Tuple([ast.Name("a"), ast.Starred(ast.Name("b"))]),
            lambda: ast.List([ast.Name("a"), ast.Name("b")]),
        )

    def statement(self, depth=3):
        value = self.expression
        single = lambda: ast.Name(self.name())  # noqa: E731
        simple = [
            lambda: ast.Expr(value()),
            lambda: ast.Assign([self.target(), self.target()], value()),
            lambda: ast.AugAssign(single(), ast.MatMult(), value()),
            lambda: ast.AnnAssign(single(), value(1), value(), 1),
            lambda: ast.Assert(value(), value()),
            lambda: ast.Raise(value(), value()),
            lambda: ast.Delete([single(), ast.Attribute(value(1), "a")]),
            lambda: ast.Import([ast.alias("a.b", "c"), ast.alias("d")]),
            lambda: ast.ImportFrom("a.b", [ast.alias("c"), ast.alias("d", "e")], 0),
            ast.Pass,
        ]
        if depth == 0:
            return self.pick(*simple)
        block = lambda: self.many(lambda: self.statement(depth - 1), 1, 2)  # noqa: E731
        maybe = lambda: self.pick(block, list)  # noqa: E731
        extra = {"type_params": []} if sys.version_info >= (3, 12) else {}
        return self.pick(
            *simple,
            lambda: ast.If(value(), block(), maybe()),
            lambda: ast.If(value(), block(), [ast.If(value(), block(), maybe())]),
            lambda: ast.While(value(), block(), maybe()),
            lambda: ast.For(self.target(), value(), block(), maybe()),
            lambda: ast.With(
                [ast.withitem(value(), self.target()), ast.withitem(value())], block()
            ),
            lambda: ast.With([ast.withitem(value())], block()),
            lambda: ast.Try(block(), [ast.ExceptHandler(value(), "e", block())], maybe(), maybe()),
            lambda: ast.Try(block(), [], [], block()),
            lambda: ast.FunctionDef(
                self.name(), self.parameters(value), block(), [value()], value(1), **extra
            ),
            lambda: ast.ClassDef(
                self.name(), [value()], [ast.keyword("k", value())], block(), [], **extra
            ),
        )

    def script(self):
        tree = ast.fix_missing_locations(ast.Module(self.many(self.statement, 8, 14), []))
        source = ast.unparse(tree)
        lines = []
        for line in source.split("\n"):
            lines.append(line + self.random.choice(["", "", "  ", "  # comment (", "\t#"]))
            if self.random.random() < 0.2:
                lines.append(self.random.choice(["", "   ", "# outside", "        # deep"]))
        return "\n".join(lines)
