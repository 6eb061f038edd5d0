"""Renderers on reports made by hand: every format, hard cells, narrow tables."""

from __future__ import annotations

import csv
import io
import json
import re

import numpy as np
import pytest

from cli.cells import exact, exact_text, human
from cli.columns import chosen
from cli.problems import Problem
from cli.render import FORMATS, Style, render
from cli.render.measure import wide
from cli.report import Edge, HookCall, Node, Report
from grammar.diagnostic import Diagnostic, Label, Span


def node(id, name, expr, value, grad=None, adjoint=None, grad_fn=None, why=None, inputs=()):
    made = Node(id, name, expr, np.asarray(value))
    made.shape, made.dtype = made.value.shape, made.value.dtype.name
    made.grad = None if grad is None else np.asarray(grad)
    made.adjoint = None if adjoint is None else np.asarray(adjoint)
    made.grad_fn, made.why_no_grad, made.inputs = grad_fn, why, list(inputs)
    made.is_leaf = grad_fn is None
    made.requires_grad = True
    return made


@pytest.fixture
def report() -> Report:
    made = Report()
    made.nodes = [
        node(0, "x", "x", 3.0, 4.0, 4.0),
        node(1, "y1", "x + 1", 4.0, None, -4.0, "AddBackward0", "not a leaf", [0]),
        node(2, "y2", "2*x", 6.0, None, 4.0, "MulBackward0", "not a leaf", [0]),
        node(3, None, "y1 - y2", -2.0, None, -4.0, "SubBackward0", "not a leaf", [1, 2]),
        node(4, "loss", "(y1 - y2)**2", 4.0, None, 1.0, "PowBackward0", "not a leaf", [3]),
    ]
    made.edges = [Edge(3, 1, "self", np.array(-4.0)), Edge(3, 2, "other", None)]
    made.result_name, made.result = "loss", np.array(4.0)
    return made


def text(report: Report, format: str, **style: object) -> str:
    pieces: list[str] = []
    render(report, format, Style(**style), pieces.append)  # type: ignore[arg-type]
    return "".join(pieces)


def test_table(report):
    assert text(report, "table") == (
        "#  name  expr          grad_fn       value               grad  adjoint  is_leaf\n"
        "───────────────────────────────────────────────────────────────────────────────\n"
        "0  x     x             leaf              3                  4        4  True\n"
        "1  y1    x + 1         AddBackward0      4  None (not a leaf)       -4  False\n"
        "2  y2    2*x           MulBackward0      6  None (not a leaf)        4  False\n"
        "3        y1 - y2       SubBackward0     -2  None (not a leaf)       -4  False\n"
        "4  loss  (y1 - y2)**2  PowBackward0      4  None (not a leaf)        1  False\n"
        "loss = 4\n"
    )


def test_plain_is_the_table_without_rule(report):
    lines = text(report, "table").splitlines()
    assert text(report, "plain").splitlines() == lines[:1] + lines[2:]


@pytest.mark.parametrize("width", [20, 30, 40, 50, 60, 79, 80, 120])
@pytest.mark.parametrize("format", ["table", "plain"])
def test_width_is_kept(report, width, format):
    report.nodes[2].hooks = [HookCall(1, np.array(4.0), np.array(8.0), "y2 grad: tensor(4.)\n")]
    report.nodes[0].expr = "a rather long expression that wraps"
    lines = text(report, format, width=width).splitlines()
    assert max(map(wide, lines)) <= width


def test_markup_and_control_characters_are_shown_as_they_are(report):
    report.nodes[1].expr = "x[red] + [/bold]"
    report.nodes[2].expr = "损失 + 1"
    for format in ("table", "plain"):
        assert "x[red] + [/bold]" in text(report, format)
    rows = text(report, "plain").splitlines()
    assert len({wide(row[: row.index("Backward0")]) for row in rows if "Backward0" in row}) == 1


def test_color(report):
    assert "\x1b[" in text(report, "table", color=True)
    assert "\x1b" not in text(report, "table", color=False)


def test_ascii(report):
    assert "─" not in text(report, "table", ascii=True)


def test_markdown(report):
    report.nodes[1].expr = "a|b * c_d"
    lines = text(report, "markdown").splitlines()
    assert lines[1] == "| ---: | --- | --- | --- | ---: | ---: | ---: | --- |"
    assert "| a\\|b \\* c\\_d |" in lines[3]
    assert lines[-2:] == ["", "loss = 4"]


def test_json(report):
    report.nodes[2].hooks = [HookCall(1, np.array(4.0), np.array(8.0), "printed\n")]
    document = json.loads(text(report, "json"))
    assert list(document) == ["schema", "result", "nodes", "edges", "output", "warnings", "error"]
    assert document["schema"] == 1
    assert document["result"] == {"name": "loss", "value": 4.0}
    assert list(document["nodes"][0].items()) == [
        ("id", 0),
        ("name", "x"),
        ("expr", "x"),
        ("grad_fn", None),
        ("inputs", []),
        ("shape", []),
        ("dtype", "float64"),
        ("value", 3.0),
        ("grad", 4.0),
        ("adjoint", 4.0),
        ("is_leaf", True),
        ("requires_grad", True),
        ("retains_grad", False),
        ("why_no_grad", None),
        ("hooks", []),
        ("line", 1),
        ("column", 1),
    ]
    assert document["nodes"][2]["hooks"] == [
        {"call": 1, "in": 4.0, "out": 8.0, "output": "printed\n"}
    ]
    assert document["edges"] == [
        {"from": 3, "to": 1, "argument": "self", "gradient": -4.0},
        {"from": 3, "to": 2, "argument": "other", "gradient": None},
    ]
    assert document["error"] is None


def test_json_error():
    report = Report()
    label = Label(Span(1, 2, 3, 4), "here", True)
    report.error = Diagnostic("RuntimeError", "no", (label,), ("a note",), "say yes")
    expected = {
        "type": "RuntimeError",
        "message": "no",
        "labels": [
            {
                "line": 1,
                "column": 2,
                "end_line": 3,
                "end_column": 4,
                "text": "here",
                "primary": True,
            }
        ],
        "notes": ["a note"],
        "help": "say yes",
    }
    document = json.loads(text(report, "json"))
    assert (document["nodes"], document["edges"]) == ([], [])
    assert document["error"] == expected
    assert json.loads(text(report, "jsonl")) == {"error": expected}


@pytest.mark.parametrize("result", [None, 3, 2.5, float("nan"), "text", True, (1, 2), 1 + 2j])
def test_results_that_are_no_tensors(result):
    report = Report()
    report.result = result
    value = json.loads(text(report, "json"))["result"]["value"]
    assert value == {2.5: 2.5, (1, 2): "(1, 2)", 1 + 2j: [1.0, 2.0]}.get(
        result, "NaN" if result != result else result
    )
    for format in FORMATS:
        text(report, format)


def test_jsonl(report):
    lines = text(report, "jsonl").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("format", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_delimited(report, format, delimiter):
    report.nodes[1].expr = 'f("a,b",\t"c")\nnext'
    report.nodes[1].value = np.array([[1.0, np.nan], [0.1, 2.0]])
    rows = list(csv.DictReader(io.StringIO(text(report, format), newline=""), delimiter=delimiter))
    assert rows[0]["value"] == "3.0"
    assert rows[1]["expr"] == 'f("a,b",\t"c")\nnext'
    assert json.loads(rows[1]["value"]) == [[1.0, "NaN"], [0.1, 2.0]]
    assert (rows[1]["grad"], rows[1]["why_no_grad"]) == ("", "not a leaf")
    assert json.loads(rows[3]["inputs"]) == [1, 2]


@pytest.mark.parametrize("format", FORMATS)
def test_columns(report, format):
    found = text(report, format, columns=["grad", "name"])
    if format == "json":
        assert [list(n) for n in json.loads(found)["nodes"]] == [["grad", "name"]] * 5
    elif format == "jsonl":
        assert list(json.loads(found.splitlines()[0])) == ["grad", "name"]
    else:
        found = re.sub("(?s)<!DOCTYPE.*<body>|<style>.*</style>", "", found)
        assert found.index("grad") < found.index("name")
        assert "adjoint" not in found


def test_unknown_columns():
    with pytest.raises(Problem, match="no column is named 'grd'") as caught:
        chosen("name,grd", 1)
    assert "grad" in str(caught.value.diagnostic.help)
    assert "#, name, expr" in caught.value.diagnostic.notes[0]
    with pytest.raises(Problem) as caught:
        chosen("grad3", 2)
    assert "--order 3" in str(caught.value.diagnostic.help)
    assert chosen("grad2,#", 2) == ["grad2", "id"]


def test_columns_that_say_something(report):
    def header() -> list[str]:
        return text(report, "plain").splitlines()[0].split()

    assert "shape" not in header()
    report.nodes[0].shape = (2,)
    assert "shape" in header()
    assert "dtype" not in header()
    report.nodes[0].dtype = "float32"
    assert "dtype" in header()
    report.nodes[0].requires_grad = False
    assert "requires_grad" in header()


def test_limit_line(report):
    report.omitted = 12
    assert text(report, "table").endswith("loss = 4\n… 12 more nodes (--limit)\n")


def test_empty_report():
    assert text(Report(), "table") == ""
    assert text(Report(), "plain") == ""
    assert text(Report(), "jsonl") == ""
    assert len(text(Report(), "csv").splitlines()) == 1


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_exact_reads_back(dtype):
    generator = np.random.default_rng(0)
    bits = generator.integers(0, 2**16, 400, dtype=np.uint64)
    values = (bits.astype("f8") * 10.0 ** generator.integers(-8, 3, 400)).astype(dtype)
    values = values[np.isfinite(values)]
    back = np.array(json.loads(json.dumps(exact(values)))).astype(dtype)
    np.testing.assert_array_equal(back, values)


def test_exact_is_shortest():
    assert json.dumps(exact(np.float32(0.1))) == "0.1"
    assert json.dumps(exact(np.array([0.1, 1e10], dtype="float32"))) == "[0.1, 10000000000.0]"
    assert json.dumps(exact(np.float16(0.1))) == "0.1"
    assert json.dumps(exact(np.array([1, 2]))) == "[1, 2]"
    assert json.dumps(exact(np.array([True]))) == "[true]"
    assert json.dumps(exact(np.array([[]]))) == "[[]]"
    assert exact(np.array([1e308, 1e308])) == [1e308, 1e308]
    assert exact(np.array([np.inf, -np.inf, np.nan])) == ["Infinity", "-Infinity", "NaN"]
    assert exact(np.array([[1 + 2j]])) == [[[1.0, 2.0]]]


def test_exact_text():
    assert exact_text(np.float32(0.1)) == "0.1"
    assert exact_text(np.array(4.0)) == "4.0"
    assert exact_text(np.array(-np.inf)) == "-inf"
    assert exact_text(np.array(3)) == "3"
    assert exact_text(np.array(1 + 2j)) == "1+2j"


def test_human_arrays():
    assert human(np.arange(12), 6) == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]"
    assert human(np.arange(13.0), 6) == "[0, 1, 2, …, 10, 11, 12]"
    assert (
        human(np.arange(100.0).reshape(10, 10), 6)
        == "[[0, 1, 2, …, 7, 8, 9], …, [90, 91, 92, …, 97, 98, 99]]"
    )
    assert human(np.array([]), 6) == "[]"
    assert human(np.array(1 / 3), 3) == "0.333"
    assert human(np.array(np.nan), 3) == "nan"
