"""The renderer of diagnostics: whole texts."""

import textwrap

from grammar.carets import render
from grammar.diagnostic import Diagnostic, Label, Span


def show(source, *labels, notes=(), help=None, message="it failed", **options):
    marked = tuple(Label(Span(*span), text, primary) for span, text, primary in labels)
    diagnostic = Diagnostic("RuntimeError", message, marked, notes, help)
    return render(diagnostic, source, "s.py", **options)


def text(lines):
    return textwrap.dedent(lines).strip("\n")


def test_no_labels():
    assert show("", notes=("one\ntwo",), help="three") == text(
        """
        RuntimeError: it failed
        note: one
              two
        help: three
        """
    )


def test_one_label():
    assert show("x = 1\ny = x.f()\n", ((2, 5, 2, 10), "here", True)) == text(
        """
        RuntimeError: it failed
         --> s.py:2:5
          |
        2 | y = x.f()
          |     ^^^^^ here
          |
        """
    )


def test_two_labels_on_one_line():
    found = show("a + bb", ((1, 1, 1, 2), "left", False), ((1, 5, 1, 7), "right", True))
    assert found == text(
        """
        RuntimeError: it failed
         --> s.py:1:5
          |
        1 | a + bb
          | -   ^^ right
          | |
          | left
          |
        """
    )


def test_lines_between_labels_are_left_out():
    source = "\n".join(f"line{n}" for n in range(1, 13))
    found = show(source, ((12, 1, 12, 5), "there", True), ((2, 1, 2, 5), "here", False))
    assert found == text(
        """
        RuntimeError: it failed
          --> s.py:12:1
           |
         2 | line2
           | ---- here
        ...
        12 | line12
           | ^^^^ there
           |
        """
    )


def test_a_label_over_lines():
    found = show("x = f(\n    1,\n    2)\n", ((1, 5, 3, 7), "this call", True))
    assert found == text(
        """
        RuntimeError: it failed
         --> s.py:1:5
          |
        1 | x = f(
          |     ^^
        2 |     1,
          |     ^^
        3 |     2)
          |     ^^ this call
          |
        """
    )


def test_a_long_label_over_lines_is_cut():
    source = "\n".join(["f("] + [f"  {n}," for n in range(20)] + [")"])
    found = show(source, ((1, 1, 22, 2), "all", True))
    assert "10" not in found
    assert "..." in found
    assert found.count("^") == 2 + 2 + 3 + 1


def test_tabs_wide_and_combining_characters_are_aligned():
    found = show("\t名e\u0301 = x\n", ((1, 8, 1, 9), "x", True)).split("\n")
    assert found[3] == "1 |     名e\u0301 = x"
    assert found[4] == "  |           ^ x"


def test_control_characters_are_shown_not_obeyed():
    found = show("x = '\x1b[31m\u202e'", ((1, 5, 1, 6), "\x07", True), message="a\x1bb\nc")
    assert "\x1b" not in found
    assert "\u202e" not in found
    assert found.startswith("RuntimeError: a\\x1bb\nc\n")
    assert "x = '\\x1b[31m\\u202e'" in found


def test_a_long_line_is_cut_around_the_label():
    source = "x = [" + ", ".join(str(n) for n in range(1000)) + "]"
    column = source.index("500") + 1
    found = show(source, ((1, column, 1, column + 3), "here", True), width=80).split("\n")
    assert all(len(line) <= 80 for line in found)
    assert found[3].startswith("1 | …")
    assert found[3].endswith("…")
    start = found[4].index("^^^")
    assert found[3][start : start + 3] == "500"


def test_a_label_at_the_end_of_the_line_and_beyond_the_text():
    assert "  |      ^ here" in show("x = 3", ((1, 6, 1, 6), "here", True))
    assert show("x", ((9, 1, 9, 2), "here", True)).startswith("RuntimeError: it failed")


def test_color():
    found = show(
        "a + b", ((1, 1, 1, 2), "a", True), ((1, 5, 1, 6), "b", False), help="h", color=True
    )
    assert found.startswith("\x1b[1;31mRuntimeError\x1b[0m: \x1b[1mit failed\x1b[0m")
    assert "\x1b[1;31m^\x1b[0m" in found
    assert "\x1b[1;34m-\x1b[0m" in found
    assert "\x1b[1;36mhelp\x1b[0m: h" in found


def test_line_breaks_of_other_systems():
    assert "2 | y" in show("x\r\ny\rz", ((2, 1, 2, 2), "", True))
    assert "3 | z" in show("x\r\ny\rz", ((3, 1, 3, 2), "", True))
