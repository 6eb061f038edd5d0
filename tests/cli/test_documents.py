"""`--format html` and `--format svg`: well-formed whatever a script says, and complete."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import run_program

SVG = "{http://www.w3.org/2000/svg}"


def page(text: str) -> ElementTree.Element:
    """Parse a page as XML: the program closes what it opens, but for HTML's void elements."""
    text = re.sub(r"<(meta [^>]*)>", r"<\1/>", text.removeprefix("<!DOCTYPE html>\n"))
    return ElementTree.fromstring(text)


def cells(*arguments: str) -> list[list[str]]:
    """The rows of the table that the page has."""
    root = page(run_program(*arguments, "-f", "html").out)
    return [["".join(cell.itertext()) for cell in row] for row in root.iter("tr")]


@pytest.mark.parametrize("format", ["html", "svg"])
def test_snapshots(snapshot, format):
    loss = "y1 = x + 1; y2 = 2*x; loss = (y1 - y2)^2"
    snapshot(f"document_{format}", "eval", loss, "x=3", "--format", format)


def test_the_page_shows_what_the_table_shows():
    arguments = ("eval", "a = w*x; a.sum()", "w=[1,2]", "x:=3", "--hook", "a")
    header, *rows = cells(*arguments)
    table = run_program(*arguments, "-f", "plain").out
    assert header == re.split(r"  +", table.split("\n\n", 1)[-1].splitlines()[0])
    for row in rows:
        for cell in row:
            assert cell in table


def test_the_picture_shows_what_the_page_shows():
    arguments = ("eval", "a = w*x; a.sum()", "w=[1,2]", "x:=3")
    root = ElementTree.fromstring(run_program(*arguments, "-f", "svg").out)
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    for row in cells(*arguments):
        for cell in filter(None, row):
            assert cell in texts


def test_columns_of_the_picture_do_not_overlap():
    root = ElementTree.fromstring(
        run_program("eval", "損失 = (x + 1e-9)^2; 損失*[1,2,3][0]", "x=3", "-f", "svg").out
    )
    by_line: dict[str, list[tuple[float, float]]] = {}
    for text in root.iter(f"{SVG}text"):
        start = float(text.get("x", ""))
        by_line.setdefault(text.get("y", ""), []).append(
            (start, start + float(text.get("textLength", "")))
        )
    assert len(by_line) > 3
    width = float(root.get("width", ""))
    for spans in by_line.values():
        spans.sort()
        assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))
        assert spans[-1][1] < width


@pytest.mark.parametrize("format", ["html", "svg"])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_what_a_script_prints_cannot_break_out(format, text):
    source = f"print({text!r})\nx = torch.tensor(1.0, requires_grad=True)\nx*2"
    out = run_program("run", "-", "-f", format, stdin="import torch\n" + source).out
    root = page(out) if format == "html" else ElementTree.fromstring(out)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
        *("svg", "title", "style", "rect", "text", "line"),
        *("html", "head", "meta", "body", "pre", "table", "thead", "tbody", "tr", "th", "td", "p"),
    }
    assert "http" not in out.replace("http-equiv", "").replace(
        "http://www.w3.org/2000/svg", ""
    ) or ("http" in text)


@pytest.mark.parametrize("format", ["html", "svg"])
def test_failing_scripts_give_documents(format):
    done = run_program("run", "-", "-f", format, stdin="print('<a&b>')\n1/0\n")
    assert done.code == 1
    root = page(done.out) if format == "html" else ElementTree.fromstring(done.out)
    text = "\n".join(root.itertext())
    assert "ZeroDivisionError" in text
    assert "<a&b>" in text
