"""Whole outputs, compared with files: formats, widths, diagnostics.

UPDATE_SNAPSHOTS=1 writes the files.
"""

from __future__ import annotations

import pytest

LOSS = "y1 = x + 1; y2 = 2*x; loss = (y1 - y2)**2"
VECTOR = "p = softmax(w @ x, 0); loss = -log(p[k])"
BOUND = ["x=[1,-2,0.5]", "w=[[0.1,0.2,0.3],[-1,1,2.5]]", "k:=1"]


@pytest.mark.parametrize("format", ["table", "plain", "json", "jsonl", "csv", "tsv", "markdown"])
def test_formats(snapshot, format):
    snapshot(f"scalar_{format}", "eval", LOSS, "x=3", "--hook", "y1,y2", "-f", format)
    snapshot(f"vector_{format}", "eval", VECTOR, *BOUND, "-f", format)


@pytest.mark.parametrize("width", [80, 120])
def test_terminal_widths(snapshot, width):
    how = {"terminal": True, "width": width, "environ": {"NO_COLOR": "1"}}
    snapshot(f"scalar_terminal_{width}", "eval", LOSS, "x=3", **how)
    snapshot(f"hooks_terminal_{width}", "eval", LOSS, "x=3", "-H", "y1,y2", **how)
    snapshot(f"vector_terminal_{width}", "eval", VECTOR, *BOUND, **how)


def test_colors(snapshot):
    snapshot("scalar_color", "eval", LOSS, "x=3", terminal=True, width=80)


def test_options(snapshot):
    snapshot("columns", "eval", LOSS, "x=3", "-c", "name,grad,why_no_grad,line")
    snapshot("order", "eval", "x^3*y", "x=2", "y=5", "--order", "3")
    snapshot("wrt", "eval", LOSS, "x=3", "--wrt", "y1,x")
    snapshot("limit", "eval", LOSS, "x=3", "--limit", "2")
    snapshot("no_backward", "eval", LOSS, "x=3", "--no-backward")
    snapshot("retain_all", "eval", LOSS, "x=3", "-R", "all", "-p", "3")


def test_reports_of_failures(snapshot):
    snapshot("failure_json", "eval", "y = x*2; z = y.reshape(7)", "x=[1,2]", "-f", "json")
    snapshot("failure_table", "eval", "y = x*2\nz = y.reshape(7)", "x=[1,2]")
    snapshot("syntax_json", "eval", "(x", "x=1", "-f", "json")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("unbound", ["x^2 + yy", "x=3"]),
        ("unused", ["x^2", "x=3", "xx=4"]),
        ("not_a_binding", ["x^2", "3"]),
        ("not_a_name", ["x^2", "3x=3"]),
        ("keyword", ["x^2", "for=3"]),
        ("no_value", ["x^2", "x="]),
        ("unknown_value", ["x^2", "x=pie/2"]),
        ("broken_value", ["x^2", "x=[1, 2"]),
        ("uncertain", ["x^2", "x:=3±0.1"]),
        ("ragged", ["x^2", "x=[[1,2],[3]]"]),
        ("twice", ["x^2", "x=1", "x=2"]),
        ("missing_file", ["x^2", "x=@nowhere.csv"]),
        ("non_scalar", ["x*2", "x=[1,2]"]),
        ("freed", ["x^2", "x=3", "--repeat", "1"]),
        ("unknown_column", ["x^2", "x=3", "-c", "name,vlaue"]),
        ("unknown_hook", ["y1 = x^2; y1*2", "x=3", "-H", "y2"]),
        ("unknown_format", ["x^2", "x=3", "-f", "xml"]),
        ("syntax", ["(x + 1", "x=3"]),
        ("empty", [""]),
    ],
)
def test_diagnostics(snapshot, name, arguments):
    snapshot(f"error_{name}", "eval", *arguments)


def test_diagnostics_of_run(snapshot):
    snapshot("error_no_file", "run", "nowhere.py")
    snapshot("error_expression_for_file", "run", "x^2 + 1")
    snapshot("error_backward_twice", "run", "-", stdin=TWICE)
    snapshot("error_not_utf8", "run", "-", stdin=b"x = 1\n# h\xf6he\n")


TWICE = """\
import torch
x = torch.tensor(3.0, requires_grad=True)
loss = (x - 1)**2
loss.backward()
loss.backward()
"""


def test_help(snapshot):
    snapshot("help")
    snapshot("help_eval", "eval", "--help")
    snapshot("help_run", "run", "--help")
