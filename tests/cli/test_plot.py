"""`autograd plot`: what is sampled, where curves have gaps, how they are drawn."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import subprocess
import sys

import numpy
import pytest

pytest.importorskip("plotext")


@pytest.fixture
def sampled(autograd):
    """Return the JSON of a plot that works."""

    def run(*arguments: str) -> dict:
        done = autograd("plot", *arguments, "--format", "json")
        assert done.code == 0, done.err
        return json.loads(done.out)

    return run


EXPRESSIONS = [
    ("sin(x)*exp(-x/5)", "-3", "3"),
    ("sqrt(x) + log(x)", "0.5", "4"),
    ("tanh(x)**3 - sigmoid(x)", "-2", "2"),
    ("relu(x)*x", "-1", "1"),
]


@pytest.mark.oracle
@pytest.mark.parametrize(("text", "low", "high"), EXPRESSIONS)
def test_values_and_derivatives_are_those_of_pytorch(sampled, text, low, high):
    torch = pytest.importorskip("torch")
    data = sampled(text, f"x={low}:{high}:37", "--order", "2")
    x = torch.tensor(data["x"], dtype=torch.float64, requires_grad=True)
    names = {n: getattr(torch, n) for n in ("sin", "exp", "sqrt", "log", "tanh", "sigmoid", "relu")}
    y = eval(text, {**names, "x": x})
    (first,) = torch.autograd.grad(y.sum(), x, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), x)
    assert [c["order"] for c in data["curves"]] == [0, 1, 2]
    for curve, expected in zip(data["curves"], (y, first, second), strict=True):
        numpy.testing.assert_allclose(curve["y"], expected.detach().numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    "text",
    ["x - x.sum()/2", "cumsum(x.reshape(-1), 0).sum()", "x * x.numel()", "x.max() * x"],
)
def test_what_is_not_elementwise_is_run_point_by_point(sampled, text):
    data = sampled(text, "x=1:2:11")
    x = numpy.linspace(1, 2, 11)
    expected = {"x - ": x / 2, "cums": x, "x * ": x, "x.ma": x * x}[text[:4]]
    numpy.testing.assert_allclose(data["curves"][0]["y"], expected)


def test_random_numbers_are_the_same_at_each_point(sampled):
    y = sampled("x*0 + rand(())", "x=0:1:7")["curves"][0]["y"]
    assert len(set(y)) == 1


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1/(x - 0.3)", [0.3]),
        ("tan(x)", [-math.pi / 2, math.pi / 2]),
        ("floor(x + 0.5)", [-1.5, -0.5, 0.5, 1.5]),
        ("sign(x - 0.1)*0.5 + x", [0.1]),
        ("where(x > 1, x, -x)", [1.0]),
    ],
)
def test_jumps_are_found_where_they_are(sampled, text, places):
    found = sampled(text, "x=-2:2:400", "--order", "0")["curves"][0]["jumps"]
    assert len(found) == len(places)
    for jump, place in zip(found, places, strict=True):
        assert jump["between"] == pytest.approx([place, place], abs=1e-9)
    assert all(jump["pole"] == text.startswith(("1/", "tan")) for jump in found)


@pytest.mark.parametrize(
    "text", ["tanh(1000*x)", "sqrt(abs(x))", "exp(5*x)", "abs(x)", "sin(20*x)", "exp(-1000*x^2)"]
)
def test_steep_curves_have_no_gap(sampled, text):
    assert sampled(text, "x=-2:2", "--order", "0")["curves"][0]["jumps"] == []


def test_the_derivative_of_abs_jumps(sampled):
    value, slope = sampled("abs(x)", "x=-1:1:100")["curves"]
    assert value["jumps"] == []
    assert slope["jumps"][0]["between"] == pytest.approx([0, 0], abs=1e-9)
    assert not slope["jumps"][0]["pole"]


def test_a_jump_is_drawn_as_a_gap_that_reaches_it():
    from cli.plot.gaps import Jump, pieces

    x, y = numpy.array([0.0, 1.0, 2.0, 3.0]), numpy.array([0.0, 0.0, 1.0, math.nan])
    jump = Jump(1, (1.4, 0.0), (1.5, 1.0), False)
    assert pieces(x, y, [jump], -1, 2) == [
        ([0.0, 1.0, 1.4], [0.0, 0.0, 0.0]),
        ([1.5, 2.0], [1.0, 1.0]),
    ]
    assert pieces(x[:2], numpy.array([-4.0, 4.0]), [], -1, 1) == [([0.375, 0.625], [-1.0, 1.0])]


def test_poles_do_not_flatten_the_rest(autograd):
    from cli.plot.gaps import limits

    x = numpy.linspace(-3, 3, 401)[numpy.linspace(-3, 3, 401) != 0]
    low, high = limits([1 / x], [True])
    assert -10 < low < high < 10
    assert limits([x], [False]) == pytest.approx((-3.3, 3.3))
    assert limits([x * math.nan], [True])[0] < limits([x * math.nan], [True])[1]


def test_curves_of_several_values_and_elements(sampled):
    labels = [c["label"] for c in sampled("a*x", "x=0:1:3", "a=1", "a=2")["curves"]]
    assert labels == ["a*x (a=1)", "d/dx (a=1)", "a*x (a=2)", "d/dx (a=2)"]
    data = sampled("a*x", "x=0:1:3", "a=[1,2]")
    assert [c["label"] for c in data["curves"]] == ["(a*x)[0]", "(a*x)[1]", "d/dx [0]", "d/dx [1]"]
    assert [c["y"] for c in data["curves"]][2:] == [[1, 1, 1], [2, 2, 2]]


def test_with_respect_to_another_name(sampled):
    curves = sampled("a^2*t", "t=0:2:3", "a=3", "--wrt", "a,t")["curves"]
    assert [(c["label"], c["y"]) for c in curves[1:]] == [
        ("d/da", [0, 6, 12]),
        ("d/dt", [9, 9, 9]),
    ]


def test_higher_derivatives_end_in_zero(sampled):
    curves = sampled("x^2", "x=0:1:3", "--order", "4")["curves"]
    assert [c["y"] for c in curves[2:]] == [[2, 2, 2], [0, 0, 0], [0, 0, 0]]


def test_ends_are_expressions_and_constants_have_no_derivative(sampled):
    data = sampled("x", "x:=-pi:2*pi:5")
    assert data["x"][0] == -math.pi
    assert data["x"][-1] == 2 * math.pi
    assert len(data["curves"]) == 1


def test_errors_at_points_are_gaps(autograd, tmp_path):
    script = tmp_path / "s.py"
    script.write_text(
        "import torch\nif x < 0:\n    raise ValueError('negative')\ny = torch.sqrt(x)\n"
    )
    done = autograd("plot", str(script), "x=-1:1:5", "-f", "csv")
    assert done.code == 0
    assert done.err == "warning: no value at 2 of 5 points: negative\n"
    rows = list(csv.reader(io.StringIO(done.out)))
    assert rows[0] == ["x", "s.py", "d/dx"]
    assert [row[1] for row in rows[1:]] == ["nan", "nan", "0.0", repr(0.5**0.5), "1.0"]


def test_a_script_that_runs_backward_itself(sampled, tmp_path):
    script = tmp_path / "s.py"
    script.write_text("y = x**3\ny.backward()\ny\n")
    assert sampled(str(script), "x=0:2:3")["curves"][1]["y"] == [0, 3, 12]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["x", "x=3"], 2, "no name has a range"),
        (["x+y", "x=0:1", "y=0:1"], 2, "more than one name has a range"),
        (["x", "x=1:0"], 2, "smaller to a greater"),
        (["x", "x=0:inf"], 2, "no finite real number"),
        (["x", "x=0:1:1"], 2, "from 2 to"),
        (["x", "x=0:1:2:3"], 2, "FROM:TO"),
        (["x", "x=0:"], 2, "x has no value"),
        (["x", "x=0:1", "x=2"], 2, "a range and a value"),
        (["3", "x=0:1"], 2, "x is not used"),
        (["x*1j", "x=0:1"], 2, "the result is complex"),
        (["'a' if x > 0 else 'b'", "x=0:1"], 2, "nothing to draw"),
        (["x", "x=0:1", "--wrt", "z"], 2, "no tensor is named 'z'"),
        (["x^", "x=0:1"], 3, "a value was expected"),
        (["x @ x", "x=0:1"], 1, "Error"),
        (["x", "x=0:1", "-o", "/nowhere/x.png"], 2, "no folder"),
        (["x", "x=0:1", "-f", "gif"], 2, "is not one of"),
        (["x", "x=0:1", "-o", "x.pdf"], 2, "no plot can be written as .pdf"),
        (["while x > -1: pass\nx", "x=0:1", "--timeout", "0.2"], 5, ""),
    ],
)
def test_wrong_usage(autograd, arguments, code, message):
    done = autograd("plot", *arguments)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_no_gradient_is_said_and_not_drawn(autograd):
    done = autograd("plot", "x.detach()", "x=0:1:3", "-f", "csv")
    assert done.out == "x,x.detach()\n0.0,0.0\n0.5,0.5\n1.0,1.0\n"
    assert "no gradient reaches x" in done.err


def test_without_plotext(autograd, monkeypatch):
    monkeypatch.setitem(sys.modules, "plotext", None)
    done = autograd("plot", "x", "x=0:1")
    assert done.code == 2
    assert "autograd-calculator[plot]" in done.err


def test_pictures_are_whole_files(autograd, tmp_path):
    pytest.importorskip("matplotlib")
    for name, start in (("a.png", b"\x89PNG\r\n"), ("a.svg", b"<?xml")):
        path = tmp_path / name
        assert autograd("plot", "1/x", "x=-1:1", "-o", str(path))[:2] == (0, "")
        content = path.read_bytes()
        assert content.startswith(start)
        assert autograd("plot", "1/x", "x=-1:1", "-o", str(path)).code == 0
        assert path.read_bytes() == content
    assert "<text" not in content.decode()
    assert b"@import" not in content
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.png", "a.svg"]
    before = (tmp_path / "a.png").read_bytes()
    assert autograd("plot", "x @ x", "x=-1:1", "-o", str(tmp_path / "a.png")).code == 1
    assert (tmp_path / "a.png").read_bytes() == before


def test_png_is_for_files_and_pipes(autograd):
    done = autograd("plot", "x", "x=0:1", "-f", "png", terminal=True)
    assert done.code == 2
    assert "--output plot.png" in done.err
    pytest.importorskip("matplotlib")
    piped = subprocess.run(
        [sys.executable, "-m", "cli", "plot", "x", "x=0:1", "-f", "png"], capture_output=True
    )
    assert piped.stdout.startswith(b"\x89PNG\r\n")
    assert piped.stderr == b""


def test_ascii_where_the_stream_has_nothing_else(autograd):
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert autograd("plot", "sin(x)", "x=0:1", "--order", "2", stdout=out).code == 0
    out.seek(0)
    assert "+-----" in out.read()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_plot_fits_the_terminal(autograd, width):
    out = autograd("plot", "sin(x)" + "+x" * 60, "x=0:1", terminal=True, width=width).out
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in out.splitlines()]
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("width", ["80", "120"])
def test_snapshots(snapshot, width):
    for name, *arguments in (
        ("sine", "sin(x)*exp(-x/5)", "x=-3:3"),
        ("tangent", "tan(x)", "x=-pi:2*pi"),
        ("floor", "floor(x)", "x=-2:2", "--order", "0"),
        ("several", "sin(a*x)", "x=0:pi", "a=1", "a=2"),
    ):
        snapshot(f"plot_{name}_{width}", "plot", *arguments, "--width", width, "--height", "20")
    snapshot(f"plot_colour_{width}", "plot", "x^3", "x=-1:1", "--color=always", "--width", width)


@pytest.mark.parametrize(
    "text", ["x*1e308", "nan*x", "inf*x", "x*1e-320", "3 + 0*x", "1e300/x", "1e308 + x", "-x*1e308"]
)
@pytest.mark.parametrize("format", ["terminal", "svg"])
def test_extreme_values_can_be_drawn(autograd, text, format):
    done = autograd("plot", text, "x=-1.7:1.7", "-f", format)
    assert (done.code, done.err) == (0, "")
