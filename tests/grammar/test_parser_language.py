"""Where the language is not Python: powers, notebook lines, f-string ranges, what is out."""

import ast

import pytest

from grammar.diagnostic import ScriptError, Span
from grammar.parser import parse


@pytest.mark.parametrize(
    "source",
    ["a ^ b", "-a ^ b", "a ^ -b ^ c", "2 * a ^ b + 1", "a ^ b ** c ^ d", "a[b] ^ c.d", "~a ^ b"],
)
def test_the_caret_binds_as_two_stars_do(source):
    ours = ast.dump(parse(source))
    assert ours == ast.dump(ast.parse(source.replace("^", "**")))


def test_the_caret_keeps_its_ranges():
    assert ast.dump(parse("-a  ^ b", "x"), include_attributes=True) == ast.dump(
        ast.parse("-a ** b"), include_attributes=True
    )


def test_an_augmented_caret_is_power():
    assert ast.dump(parse("a ^= b")) == ast.dump(ast.parse("a **= b"))


def test_notebook_lines():
    assert parse("%load_ext tensorboard\n%matplotlib inline\n").body == []
    assert len(parse("%matplotlib inline\nx = 1\n%load_ext a\ny = 2").body) == 2
    imported, started = parse("%tensorboard --logdir ./data").body
    assert imported.module == "tensorboard"
    assert imported.names[0].name == "notebook"
    hidden = imported.names[0].asname
    assert not hidden.isidentifier()
    assert ast.dump(started) == ast.dump(ast.parse("n.start('--logdir ./data')").body[0]).replace(
        "'n'", repr(hidden)
    )


def test_a_percent_sign_goes_on_being_an_operator():
    assert ast.dump(parse("x = (a\n% b)")) == ast.dump(ast.parse("x = (a\n% b)"))


def test_a_block_of_notebook_lines_is_not_empty():
    assert isinstance(parse("if x:\n    %matplotlib inline\n").body[0].body[0], ast.Pass)


def test_expressions_in_an_f_string_point_to_their_place():
    source = "é = f'ö{a + bb!r:>{width}} {c=}'"
    found = {
        node.id: source.encode()[node.col_offset : node.end_col_offset].decode()
        for node in ast.walk(parse(source))
        if isinstance(node, ast.Name)
    }
    assert found == {name: name for name in ("é", "a", "bb", "width", "c")}


@pytest.mark.parametrize(
    ("source", "span"),
    [
        ("x = 1\nasync def f(): pass", Span(2, 1, 2, 6)),
        ("é = await f()", Span(1, 5, 1, 10)),
        ("x = [(yield)]", Span(1, 7, 1, 12)),
        ("match x:\n  case 1: pass", Span(1, 1, 1, 6)),
        ("match (x):\n  case 1: pass", Span(1, 1, 1, 6)),
        ("print 'a'", Span(1, 1, 1, 6)),
        ("class A(B, metaclass=C): pass", Span(1, 12, 1, 23)),
    ],
)
def test_what_is_out_is_refused_with_its_range(source, span):
    with pytest.raises(ScriptError) as caught:
        parse(source)
    diagnostic = caught.value.diagnostic
    assert caught.value.exit_code == 3
    assert diagnostic.type == "SyntaxError"
    assert diagnostic.labels[0].span == span


def test_a_byte_order_mark_is_no_character():
    assert ast.dump(parse("\ufeffx = 1"), include_attributes=True) == ast.dump(
        ast.parse("x = 1"), include_attributes=True
    )


def test_a_tree_that_needs_no_splitting_is_left_alone():
    source = f"x = [{', '.join('abc' for _ in range(500))}]"
    assert ast.dump(parse(source)) == ast.dump(ast.parse(source))
