"""`--jacobian` and `--hessian`: against PyTorch, labels, what they refuse, formats, time."""

from __future__ import annotations

import csv
import io
import json
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import run_program

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.oracle

QUADRATIC = ["y = (x^2).sum()*z + w[0,1]*x[0]", "x=[1,2]", "z=3", "w=[[4,5]]"]


def found(*arguments: str, stdin: str = "", command: str = "eval") -> dict:
    done = run_program(command, *arguments, "-f", "json", stdin=stdin)
    assert done.code == 0, done.err
    return json.loads(done.out)


def matrix(kind: str, *arguments: str) -> dict:
    return found(*arguments, f"--{kind}")[kind]


def linspace(start: float, stop: float, size: int) -> str:
    return str(np.linspace(start, stop, size).round(4).tolist())


# -- against PyTorch -------------------------------------------------------------------------------

UNARY = ("sin", "cos", "tanh", "exp", "sigmoid", "softplus", "square", "relu", "atan", "erf")


@st.composite
def vector_functions(draw: st.DrawFn) -> str:
    """Return an expression of x (3), w (2, 3) and s (a scalar)."""
    text = draw(
        st.sampled_from(["w @ x", "x * s", "w * x + s", "x - w[0]", "softmax(w, 1)", "x.sum()"])
    )
    for name in draw(st.lists(st.sampled_from(UNARY), max_size=3)):
        text = f"{name}({text})"
    return text + draw(
        st.sampled_from(["", " * s", " + w[1,2]", ".cumsum(0)", " ** 2", " * x.prod()"])
    )


def values(size: int) -> st.SearchStrategy[list[float]]:
    numbers = st.integers(-150, 150).map(lambda n: n / 100)
    return st.lists(numbers, min_size=size, max_size=size)


@settings(max_examples=50, deadline=None)
@given(vector_functions(), values(3), values(6), values(1))
def test_as_pytorch(text, x, w, s):
    w = [w[:3], w[3:]]
    leaves = [torch.tensor(v, dtype=torch.float64) for v in (x, w, s[0])]
    names = {name: getattr(torch, name, None) for name in UNARY}
    names |= {"softplus": torch.nn.functional.softplus, "softmax": torch.softmax}

    def function(x, w, s):
        return eval(text, {**names, "x": x, "w": w, "s": s})

    def total(*tensors):
        return function(*tensors).sum()

    shape = function(*leaves).shape
    rows = int(np.prod(shape))
    pieces = torch.autograd.functional.jacobian(function, tuple(leaves))
    jacobian = np.concatenate([p.reshape(rows, -1).numpy() for p in pieces], axis=1)
    blocks = torch.autograd.functional.hessian(total, tuple(leaves))
    sizes = [t.numel() for t in leaves]
    hessian = np.block(
        [[b.reshape(n, m).numpy() for b, m in zip(r, sizes, strict=True)]
         for r, n in zip(blocks, sizes, strict=True)]
    )  # fmt: skip
    bound = [f"x={x}", f"w={w}", f"s={s[0]}"]
    got = matrix("jacobian", text, *bound)
    assert got["columns"] == [
        "x[0]",
        "x[1]",
        "x[2]",
        *(f"w[{i},{j}]" for i in (0, 1) for j in range(3)),
        "s",
    ]
    assert len(got["rows"]) == rows
    assert np.allclose(np.array(got["values"]).reshape(rows, -1), jacobian, rtol=1e-9, atol=1e-12)
    got = matrix("hessian", f"({text}).sum()", *bound)
    assert got["rows"] == got["columns"]
    assert np.allclose(got["values"], hessian, rtol=1e-8, atol=1e-11)


# -- rows, columns, options ------------------------------------------------------------------------


def test_labels_and_values():
    data = found(*QUADRATIC, "--jacobian", "--hessian")
    names = ["x[0]", "x[1]", "z", "w[0,0]", "w[0,1]"]
    assert data["jacobian"] == {
        "rows": ["y"],
        "columns": names,
        "values": [[11.0, 12.0, 5.0, 0.0, 1.0]],
    }
    assert data["hessian"]["rows"] == data["hessian"]["columns"] == names
    assert data["hessian"]["values"] == [
        [6.0, 0.0, 2.0, 0.0, 1.0],
        [0.0, 6.0, 4.0, 0.0, 0.0],
        [2.0, 4.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [1.0, 0.0, 0.0, 0.0, 0.0],
    ]


def test_a_vector_needs_no_grad_output(autograd):
    done = autograd("eval", "x*2", "x=[1,2]", "--jacobian")
    assert (done.code, done.err) == (0, "")
    assert autograd("eval", "x*2", "x=[1,2]").code == 1


def test_wrt_takes_its_order_and_inner_values():
    arguments = ["a = x^2; b = a*a; c = b + a", "x=3"]
    got = matrix("jacobian", *arguments, "--wrt", "a,x")
    assert got == {"rows": ["c"], "columns": ["a", "x"], "values": [[19.0, 114.0]]}
    got = matrix("hessian", *arguments, "--wrt", "x,a")
    assert got["values"] == [[110.0, 12.0], [12.0, 2.0]]


def test_backward_names_the_root_and_no_backward_is_no_hindrance():
    data = found("a = x^2; b = 3*a", "x=2", "--backward", "a", "--jacobian")
    assert data["jacobian"] == {"rows": ["a"], "columns": ["x"], "values": [[4.0]]}
    data = found("x^2", "x=2", "--no-backward", "--jacobian")
    assert data["jacobian"]["values"] == [[4.0]]
    assert data["nodes"][0]["grad"] is None


def test_unused_leaves_are_zero_columns():
    assert matrix("jacobian", "x^2", "x=2", "y=3")["values"] == [[4.0, 0.0]]
    assert matrix("hessian", "x^2", "x=2", "y=3")["values"] == [[2.0, 0.0], [0.0, 0.0]]


def test_several_results():
    got = matrix("jacobian", "a = x*x; a, x.sum(), x[0].detach()", "x=[1,2]")
    assert got["rows"] == ["a[0]", "a[1]", "result[1]", "result[2]"]
    assert got["values"] == [[2.0, 0.0], [0.0, 4.0], [1.0, 1.0], [0.0, 0.0]]
    assert matrix("jacobian", "{'p': x*2}", "x=1")["rows"] == ["result['p']"]


@pytest.mark.parametrize(
    ("expression", "binding", "rows", "columns"),
    [("x[:0]", "[1,2]", 0, 2), ("x.sum()", "[]", 1, 0), ("x[None, None]", "3", 1, 1)],
)
def test_odd_shapes(expression, binding, rows, columns):
    got = matrix("jacobian", expression, f"x={binding}")
    assert (len(got["rows"]), len(got["columns"])) == (rows, columns)
    assert np.array(got["values"]).size == rows * columns


def test_special_numbers():
    assert matrix("jacobian", "sqrt(x)*y", "x=[0,4]", "y=1")["values"][0] == ["Infinity", 0.0, 0.0]


def test_the_script_is_left_as_it_was():
    """Retained gradients, `.grad` and what hooks print are those of the ordinary pass."""
    arguments = ["y = x*2; z = (y*y).sum()", "x=[1,2]", "-R", "y", "-H", "y"]
    plain = found(*arguments)
    data = found(*arguments, "--jacobian", "--hessian")
    assert data.pop("jacobian")
    assert data.pop("hessian")
    assert data == plain


MODULE = """\
import torch
from torch import nn
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        if g.sum().item() > 100:  # no batch of gradients gets through here
            print("large")
        return g * 2 * x
net = nn.Linear(2, 2)
def hidden():
    return torch.tensor(2.0, requires_grad=True)
w = torch.ones(2, requires_grad=True)
y = Square.apply(net(x.float()) * w) * hidden()
"""


def test_modules_functions_and_hidden_leaves(autograd):
    data = found("-", "x=[1,2]", "--jacobian", "--seed", "0", stdin=MODULE, command="run")[
        "jacobian"
    ]
    linear = [
        *(f"net.weight[{i},{j}]" for i in (0, 1) for j in (0, 1)),
        "net.bias[0]",
        "net.bias[1]",
    ]
    assert data["columns"] == ["x[0]", "x[1]", *linear, "w[0]", "w[1]", "unnamed0"]
    values = np.array(data["values"])
    assert np.allclose(values[:, 8:10], np.diag(np.diag(values[:, 8:10])))
    # y is linear in the hidden leaf: its column is y / 2; and dy_i / dw_i = 2 y_i at w = 1.
    assert np.allclose(np.diag(values[:, 8:10]), 4 * values[:, 10], rtol=1e-5)
    quiet = autograd("run", "-", "x=[1,2]", "--jacobian", "--seed", "0", "-q", stdin=MODULE).out
    rows = list(csv.reader(io.StringIO(quiet), delimiter="\t"))
    assert rows[0][1:] == data["columns"]
    assert np.allclose(np.array([row[1:] for row in rows[1:]], dtype=float), values)


# -- refusals --------------------------------------------------------------------------------------

ONCE = """\
import torch
from torch.autograd.function import once_differentiable
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        return g * 2 * ctx.saved_tensors[0]
y = Square.apply(x).sum()
"""


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["x*2", "x=[1,2]", "--hessian"], 2, "--hessian is of a scalar, and result has shape [2]"),
        (["x, x", "x=1", "--hessian"], 2, "--hessian is of a scalar, and the result is 2 tensors"),
        (["x.long()", "x=1", "--jacobian"], 2, "the result is no tensor that requires grad"),
        (["3", "--jacobian"], 2, "the result is no tensor that requires grad"),
        (["x", "x:=3", "--hessian"], 2, "no tensor that requires grad"),
        (["exp(1j*x)", "x=1", "--jacobian"], 2, "result is complex"),
        (["abs(z)", "z=1+2j", "--jacobian"], 2, "z is complex"),
        (["x^2", "x=1", "--jacobian", "--backward", "q"], 2, "no tensor is named 'q'"),
        (["x^2", "x=1", "--jacobian", "--wrt", "q"], 2, "no tensor is named 'q'"),
        (["y = x*x; y.backward(); y", "x=3", "--jacobian"], 1, "own pass freed the graph"),
        (["x^2", "x=1", "--jacobian", "--hessian", "-q"], 2, "--quiet writes one matrix"),
        (["x^2", "x=1", "--jacobian", "--hessian", "-f", "csv"], 2, "csv writes one matrix"),
        (["x.expand(9000,9000)", "x=1", "--jacobian", "--limit", "0"], 2, "too large"),
    ],
)
def test_refusals(autograd, arguments, code, message):
    done = autograd("eval", *arguments)
    assert done.code == code
    assert message in done.err


def test_once_differentiable_has_no_hessian(autograd):
    assert autograd("run", "-", "x=[1,2]", "--jacobian", stdin=ONCE).code == 0
    done = autograd("run", "-", "x=[1,2]", "--hessian", stdin=ONCE)
    assert done.code == 1
    assert "trying to differentiate twice" in done.err


# -- formats, width, limit, time -------------------------------------------------------------------


def test_delimited_text_reads_back(autograd):
    expected = matrix("jacobian", "tanh(w @ x)", "x=[1,2]", "w=[[1,0.1],[0.3,2]]")
    for format, delimiter in (("csv", ","), ("tsv", "\t")):
        done = autograd(
            "eval", "tanh(w @ x)", "x=[1,2]", "w=[[1,0.1],[0.3,2]]", "--jacobian", "-f", format
        )
        rows = list(csv.reader(io.StringIO(done.out), delimiter=delimiter))
        assert rows[0] == ["", *expected["columns"]]
        assert [row[0] for row in rows[1:]] == expected["rows"]
        assert [[float(v) for v in row[1:]] for row in rows[1:]] == expected["values"]


def test_a_failure_leaves_no_other_table_in_the_place_of_the_matrix(autograd):
    done = autograd("eval", "y = x*2; y.reshape(7)", "x=[1,2]", "--jacobian", "-f", "csv")
    assert (done.code, done.out) == (1, "")


def test_a_terminal_is_never_too_narrow_and_a_pipe_never_cuts(autograd):
    arguments = ["tanh(x)*x.sum()", f"x={linspace(-1, 1, 30)}", "--jacobian", "--limit", "0"]
    for width in (20, 43, 80, 120):
        done = autograd("eval", *arguments, terminal=True, width=width, environ={"NO_COLOR": "1"})
        assert max(map(len, done.out.splitlines())) <= width
    piped = autograd("eval", *arguments).out.splitlines()
    assert piped[-1].split()[0] == "result[29]"
    assert len(piped[-1].split()) == 31


def test_limits_say_what_they_leave_out(autograd):
    arguments = ["tanh(x)*x.sum()", f"x={linspace(-1, 1, 30)}", "--jacobian"]
    done = autograd("eval", *arguments, "--limit", "4")
    assert done.out.endswith(
        "… 26 more rows and 26 more columns (--limit, or --format csv for all)\n"
    )
    # On a terminal blocks of columns follow each other, in no more lines than the limit.
    done = autograd("eval", *arguments, "--limit", "60", terminal=True, width=80)
    assert "\n… 20 more columns" in done.out
    assert len(done.out.splitlines()) < 100
    assert len(matrix("jacobian", *arguments[:2], "--limit", "4")["values"]) == 30


@pytest.mark.slow
def test_time():
    size = 100
    mixing = "torch.manual_seed(0); m = torch.randn(n, n)"
    start = time.perf_counter()
    bound = f"x={linspace(-1, 1, size)}"
    got = matrix("jacobian", f"{mixing}; tanh(m @ x)*x", bound, f"n:={size}")
    assert np.array(got["values"]).shape == (size, size)
    assert time.perf_counter() - start < 1
    start = time.perf_counter()
    bound = f"x={linspace(-1, 1, 2 * size)}"
    got = matrix("hessian", f"{mixing}; (tanh(m @ x)**2).sum()", bound, f"n:={2 * size}")
    values = np.array(got["values"])
    assert np.allclose(values, values.T)
    assert time.perf_counter() - start < 1


def test_snapshots(snapshot):
    layers = ["h = tanh(w @ x); y = h * h.sum()", "x=[1,-2,0.5]", "w=[[0.1,0.2,0.3],[-1,1,2.5]]"]
    for width in (80, 120):
        how = {"terminal": True, "width": width, "environ": {"NO_COLOR": "1"}}
        snapshot(f"matrices_terminal_{width}", "eval", *layers, "--jacobian", **how)
    snapshot("matrices_colour", "eval", *QUADRATIC, "--hessian", terminal=True, width=100)
    snapshot("matrices_both", "eval", *QUADRATIC, "--jacobian", "--hessian")
    for format in ("json", "jsonl", "markdown", "html", "svg", "plain"):
        snapshot(f"matrices_{format}", "eval", *QUADRATIC, "--jacobian", "--hessian", "-f", format)
    snapshot("matrices_csv", "eval", *layers, "--jacobian", "-f", "csv")
    snapshot("matrices_quiet", "eval", *QUADRATIC, "--hessian", "-q")
    snapshot("matrices_limit", "eval", *layers, "--jacobian", "--limit", "1")
    snapshot("matrices_not_scalar", "eval", *layers, "--hessian")
