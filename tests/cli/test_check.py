"""`autograd check`: right gradients pass, wrong ones do not, and kinks are told from both."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from engine.registry import OPERATORS
from tests.cli.conftest import run_program
from tests.engine.test_rules import broken

CASES = {
    "expression": ["sin(x)*y + (v*v).sum()", "x=1", "y=2", "v=[1,2,3]"],
    "kinks": ["abs(x) + relu(y) + floor(z)", "x=0", "y=0", "z=2"],
    "order": ["x^3*y", "x=2", "y=1", "--order", "2"],
    "cut": ["x.detach()*x", "x=2"],
    "network": ["tests/examples/network.py"],
    "infinite": ["sqrt(x)", "x=0"],
    "complex": ["(z*z).abs()", "z=1+2j"],
    "nothing": ["1 + 1"],
    "syntax": ["sin(x", "x=1"],
    "division": ["print(1); 1/0", "-e", "x=1/0"],
}

WRONG = """
import torch
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3
    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return {factor} * x ** 2 * g
w = torch.tensor([1.0, -2.0], requires_grad=True)
(Cube.apply(w) * torch.sin(w)).sum()
"""


@pytest.mark.parametrize("name", [name for name in CASES if name != "division"])
def test_snapshots(snapshot, name):
    snapshot(f"check_{name}", "check", *CASES[name])


def test_colours(snapshot):
    snapshot("check_colour", "check", *CASES["kinks"], "--color", "always")


@pytest.mark.parametrize(("factor", "code"), [(3, 0), (3.003, 4), (-3, 4), (2.997, 4)])
def test_functions_wrong_by_a_thousandth(factor, code):
    assert run_program("check", "-", stdin=WRONG.format(factor=factor)).code == code


SMOOTH = [
    name
    for name, op in OPERATORS.items()
    if op.params == ("self",)
    and "self" in op.rules
    and not name.startswith("_")
    and op.kink is None
    if name
    not in ("unique", "unique_consecutive", "round", "sgn", "frac", "angle", "conj", "view_as_real")
    and not name.endswith("_")
]


@pytest.mark.parametrize("name", SMOOTH)
def test_elementwise_operators_pass_and_wrong_rules_fail(name):
    x = "x=[1.3,1.9]" if name == "acosh" else "x=[0.31,0.62]"
    shaped = "x=[[0.31,0.62],[0.5,0.1]]" if name in ("t", "trace") else x
    program = ("check", f"torch.special.{name}(x)" if name in SPECIAL else f"torch.{name}(x)")
    done = run_program(*program, shaped)
    if done.code == 3:  # a name of linalg or of methods only
        return
    assert done.code == 0, done.out + done.err
    with broken(OPERATORS[name], "self", lambda g: g * 1.001):
        assert run_program(*program, shaped).code in (0, 4)
        if "grad" in str(OPERATORS[name].rules["self"].__code__.co_varnames):
            assert run_program(*program, shaped).code == 4


SPECIAL = ("entr", "erfcx", "log_ndtr", "ndtri", "i0e", "i1", "i1e", "xlog1py")


def checks(*arguments: str, **how: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        run_program("check", *arguments, "-f", "json", **how).out
    )["checks"]
    return found


def test_kinks_are_no_failure():
    x, y, z = checks(*CASES["kinks"])
    assert [c["verdict"] for c in (x, y, z)] == ["kink"] * 3
    assert (x["kink"]["left"], x["kink"]["right"]) == pytest.approx((-1.0, 1.0))
    assert run_program("check", *CASES["kinks"]).code == 0


def test_a_training_is_checked_at_its_end():
    script = (
        "import torch\nw = torch.tensor([1.0, 2.0], requires_grad=True)\n"
        "for i in range(5):\n    loss = ((w - 3) ** 3).sum()\n    loss.backward()\n"
        "    with torch.no_grad():\n        w -= 0.01 * w.grad\n        w.grad.zero_()\n"
        "(w ** 3).sum()\n"
    )
    (w,) = checks("-", stdin=script)
    assert (w["verdict"], w["leaf"], w["checked"]) == ("ok", "w", 2)


def test_parameters_and_random_numbers():
    script = (
        "import torch\nfrom torch import nn\nnet = nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.5))\n"
        "scale = nn.Parameter(torch.tensor(2.0))\nx = torch.randn(5, 3)\nscale * net(x).tanh()\n"
    )
    found = checks("-", stdin=script)
    assert [c["leaf"] for c in found] == ["net.0.weight", "net.0.bias", "scale"]
    assert {c["verdict"] for c in found} == {"ok"}


def test_what_a_script_prints_is_not_repeated():
    done = run_program(
        "check", "-", stdin="print('hello')\nx = torch.ones(2, requires_grad=True)\nx*x"
    )
    assert done.code == 3 or "hello" not in done.out
    done = run_program("check", "print(x); x*x", "x=2")
    assert "tensor" not in done.out


def test_samples():
    (x,) = checks("(x*x).sum()", "x=[1,2,3,4,5,6]", "--samples", "2")
    assert (x["checked"], x["size"], x["verdict"]) == (2, 6, "ok")
    assert "2 of its 6 elements" in x["note"]


def test_unused_leaves():
    x, y = checks("x*2", "x=1", "y=2")
    assert (x["verdict"], y["verdict"]) == ("ok", "unused")


def test_coarse_dtypes_get_coarse_tolerances():
    (x,) = checks("exp(x)*x", "x=1", "--dtype", "float32")
    assert (x["dtype"], x["verdict"]) == ("float32", "ok")


def test_delimited():
    rows = list(csv.reader(io.StringIO(run_program("check", "x*y", "x=1", "y=2", "-f", "csv").out)))
    assert [row[0] for row in rows] == ["leaf", "x", "y"]
    assert [row[-1] for row in rows] == ["verdict", "ok", "ok"]


@pytest.mark.parametrize(
    "arguments",
    [["x", "x=1", "--eps", "0"], ["x", "x=1", "--rtol", "-1"], ["x", "x=1", "-f", "xml"], []],
)
def test_wrong_usage(arguments):
    assert run_program("check", *arguments).code == 2


def test_the_order_of_a_freed_graph():
    script = "import torch\nx = torch.tensor(2.0, requires_grad=True)\ny = x**2\ny.backward()\n"
    assert checks("-", stdin=script)[0]["verdict"] == "ok"
    done = run_program("check", "-", "--order", "2", stdin=script)
    assert done.code == 2
    assert "the graph is gone" in done.err


def test_a_rule_that_is_not_there():
    done = run_program("check", "torch.unique_consecutive(x)", "x=[1,2]")
    assert done.code == 1
    assert "the derivative for 'unique_consecutive' is not implemented" in done.err


def test_limits_hold():
    assert run_program("check", "while True: x = x*1", "x=1", "--timeout", "0.3").code in (3, 5)
    done = run_program("check", "-", "--timeout", "0.3", stdin="while True:\n    pass\n")
    assert done.code == 5
