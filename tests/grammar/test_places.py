"""Names and source text of what a script computes, from (code, instruction)."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from grammar.diagnostic import Span
from grammar.places import Place
from grammar.run import Script, compile_script

CASES = [
    ("y1 = mark() + 1", "y1", "mark() + 1"),
    ("loss = (mark()-2)", "loss", "mark()-2"),
    ("x = mark()", "x", "mark()"),
    ("x = y = mark()", "x", "mark()"),
    ("x: int = mark()", "x", "mark()"),
    ("print((x := mark()))", "x", "mark()"),
    ("x = [mark()]", None, "mark()"),
    ("a, b = 1, mark()", "b", "mark()"),
    ("(a, [b, c]) = 1, (2, mark())", "c", "mark()"),
    ("mark()", None, "mark()"),
    ("é = '😀', mark()", None, "mark()"),
    ("def f():\n    z = mark()\nf()", "z", "mark()"),
    ("z = mark(1,\n         2)  # why", "z", "mark(1, 2)"),
]


class Marked(int):
    """A number that notes where it is added to."""

    origins: list[Any]

    def __add__(self, other: object) -> Marked:
        frame = sys._getframe(1)
        self.origins.append((frame.f_code, frame.f_lasti))
        return self

    __radd__ = __sub__ = __iadd__ = __add__


def places(source: str) -> tuple[Script, list[Place]]:
    origins: list[Any] = []
    number = Marked(3)
    number.origins = origins

    def mark(*args: object) -> Marked:
        frame = sys._getframe(1)
        origins.append((frame.f_code, frame.f_lasti))
        return number

    script = compile_script(source, "p.py", {"mark"})
    outcome = script.run({"mark": mark}, trace=False)
    assert outcome.error is None, outcome.error
    return script, [script.place(origin) for origin in origins]


@pytest.mark.parametrize(("source", "name", "text"), CASES)
def test_a_place_has_its_name_and_text(source: str, name: str | None, text: str) -> None:
    found = places(source)[1][-1]
    assert (found.name, found.text) == (name, text)


def test_the_outputs_of_one_call_have_their_names() -> None:
    source = "def f(): return 1, 2\nv, i = mark() and f()\nw, *rest = mark() and f()"
    script = compile_script("v, i = mark()", "p.py", {"mark"})
    origins: list[Any] = []

    def mark() -> tuple[int, int]:
        frame = sys._getframe(1)
        origins.append((frame.f_code, frame.f_lasti))
        return 1, 2

    script.run({"mark": mark}, trace=False)
    assert script.place(origins[0]).names == ("v", "i")
    assert len(places(source)[1]) == 2


def test_an_augmented_assignment_is_its_own_place() -> None:
    found = places("x = mark()\nx += 1")[1][-1]
    assert (found.name, found.text, found.span) == ("x", "x += 1", Span(2, 1, 2, 7))


def test_columns_count_characters() -> None:
    assert places("é = 'ü' and mark()")[1][0].span == Span(1, 13, 1, 19)


def test_a_place_is_found_once() -> None:
    script, _ = places("y = mark()")
    origins: list[Any] = []

    def mark() -> None:
        frame = sys._getframe(1)
        origins.append((frame.f_code, frame.f_lasti))

    script.run({"mark": mark}, trace=False)
    assert script.place(origins[0]) is script.place(origins[0])
