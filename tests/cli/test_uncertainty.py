"""Uncertain bindings: notation, propagation against the `uncertainties` package, budget, output."""

from __future__ import annotations

import io
import json
import math

import numpy as np
import pytest
import uncertainties
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from uncertainties import umath

from cli.options import Options
from cli.uncertainty.text import rounded
from tests.cli.conftest import run_program

PENDULUM = ["g = 4*pi^2*L/T^2", "L=1.000±0.002", "T=2.007±0.004"]


def found(*arguments: str) -> dict:
    done = run_program("eval", *arguments, "-f", "json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def propagated(*arguments: str) -> dict:
    return found(*arguments)["uncertainty"]


def read(value: str) -> tuple[object, object]:
    """Return what a binding's value and uncertainty are read as."""
    data = found("x + 0", f"x={value}")["nodes"][0]
    return data["value"], data["u"]


# -- notation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "u"),
    [
        ("3±0.1", 3.0, 0.1),
        ("3+-0.1", 3.0, 0.1),
        ("3+/-0.1", 3.0, 0.1),
        ("-3 ± 0.1", -3.0, 0.1),
        ("3±0", 3.0, 0.0),
        ("6.674e-11±1.5e-15", 6.674e-11, 1.5e-15),
        ("1.000(2)", 1.0, 0.002),
        ("6.67430(15)e-11", 6.6743e-11, 1.5e-15),
        ("10.2(1.3)", 10.2, 1.3),
        ("12345(67)", 12345.0, 67.0),
        ("(6.674±0.002)e-11", 6.674e-11, 0.002 * 1e-11),
        ("200±1%", 200.0, 2.0),
        ("-200±1 %", -200.0, 2.0),
        ("pi/2±0.01", math.pi / 2, 0.01),
        ("3±sqrt(tensor(4.))", 3.0, 2.0),
        ("[1±0.1, 2]", [1.0, 2.0], [0.1, 0.0]),
        ("[1,2]±0.1", [1.0, 2.0], [0.1, 0.1]),
        ("[1,2]±[0.1,0.2]", [1.0, 2.0], [0.1, 0.2]),
        ("[[1.0(1),2±1%],[3+-0.3,4],]", [[1.0, 2.0], [3.0, 4.0]], [[0.1, 0.02], [0.3, 0.0]]),
    ],
)
def test_notation(text, value, u):
    assert read(text) == (value, u)


@pytest.mark.parametrize("text", ["tensor(2.)*+-3", "[2*+-3, 1]", "3.0-+1"])
def test_signs_after_operators_are_no_uncertainty(text):
    assert "u" not in found("x.sum()", f"x={text}")["nodes"][0]


@pytest.mark.parametrize(
    ("text", "message", "column", "width"),
    [
        ("3±-0.1", "an uncertainty cannot be negative: -0.1", 5, 4),
        ("3±nan", "an uncertainty is a finite number, not nan", 5, 3),
        ("3±inf", "an uncertainty is a finite number, not inf", 5, 3),
        ("[1±0.1, 2±-3]", "an uncertainty cannot be negative: -3", 13, 2),
        ("3±", "no uncertainty after ±", 4, 1),
        ("±3", "no value before ±", 3, 1),
        ("3±0.1±0.2", "a second uncertainty", 8, 1),
        ("[1±0.1]±0.2", "a second uncertainty", 10, 1),
        ("sin(3±0.1)", "an uncertainty follows a whole value, not a part of it", 8, 1),
        ("[1,2]±[1,2,3]", "3 uncertainties for 2 values", 9, 7),
        ("1j±0.1", "1j is complex", 3, 2),
        ("3±q", "name 'q' is not defined", 5, 1),
    ],
)
def test_wrong_uncertainties_have_carets(autograd, text, message, column, width):
    done = autograd("eval", "x", f"x={text}")
    assert done.code == 2
    assert message in done.err
    line = next(line for line in done.err.splitlines() if "^" in line)
    assert line.index("^") - line.index("|") - 1 == column
    assert line.count("^") == width


@pytest.mark.parametrize(
    "text", ["[1±0.1", "3±0.1]", "3±%", "[1±0.1,,2]", "[[1±0.1],[2,3]]", "@a±1"]
)
def test_broken_uncertainties_are_usage_errors(autograd, text):
    done = autograd("eval", "x", f"x={text}")
    assert (done.code, done.out) == (2, "")


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789.±+-/e%()[], jq", max_size=14))
def test_any_text_is_a_value_or_a_message(text):
    done = run_program("eval", "x", f"x={text}", "-q")
    assert done.code in (0, 1, 2)


def test_constants_and_other_commands_refuse(autograd):
    assert "x is a constant" in autograd("eval", "x", "x:=3±0.1").err
    for command in ("emit", "graph"):
        done = autograd(command, "x^2", "x=3±0.1")
        assert (done.code, done.out) == (2, "")
        assert "only eval and run work with uncertainties" in done.err


# -- against the reference package ---------------------------------------------------------------

NAMES = ("a", "b", "c", "d")
FUNCTIONS = {"sin": umath.sin, "cos": umath.cos, "exp": umath.exp, "tanh": umath.tanh,
             "atan": umath.atan, "asinh": umath.asinh}  # fmt: skip
POSITIVE = {"sqrt": umath.sqrt, "log": umath.log}


def expressions() -> st.SearchStrategy[str]:
    """Return expressions without poles: what they give is finite and has finite derivatives."""
    leaves = st.sampled_from(NAMES) | st.integers(1, 9).map(lambda n: f"({n} + 0*a)")

    def wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.tuples(inner, st.sampled_from("+-*"), inner).map(
                lambda t: f"({t[0]} {t[1]} {t[2]})"
            ),
            st.tuples(inner, inner).map(lambda t: f"({t[0]} / (2 + {t[1]}**2))"),
            st.tuples(inner, st.integers(2, 3)).map(lambda t: f"({t[0]}**{t[1]})"),
            st.tuples(st.sampled_from(sorted(FUNCTIONS)), inner).map(
                lambda t: f"{t[0]}({t[1]} / 4)" if t[0] == "exp" else f"{t[0]}({t[1]})"
            ),
            st.tuples(st.sampled_from(sorted(POSITIVE)), inner).map(
                lambda t: f"{t[0]}(1 + {t[1]}**2)"
            ),
        )

    return st.recursive(leaves, wider, max_leaves=8)


@st.composite
def correlation_matrices(draw: st.DrawFn) -> np.ndarray:
    """Return a correlation matrix of the names that is well away from singular ones."""
    numbers = draw(
        st.lists(st.lists(st.integers(-9, 9), min_size=4, max_size=4), min_size=4, max_size=4)
    )
    factor = np.array(numbers, dtype=float) + 12 * np.eye(4)
    whole = factor @ factor.T
    scale = 1 / np.sqrt(np.diag(whole))
    found = whole * np.outer(scale, scale)
    assume(np.linalg.eigvalsh(found)[0] > 1e-3)
    return found


@settings(max_examples=80, deadline=None)
@given(
    st.lists(expressions(), min_size=1, max_size=3),
    st.lists(st.floats(-2, 2).map(lambda v: round(v, 3)), min_size=4, max_size=4),
    st.lists(st.integers(1, 500).map(lambda v: v / 1000), min_size=4, max_size=4),
    st.none() | correlation_matrices(),
)
def test_as_the_uncertainties_package(texts, values, us, correlation):
    pairs = list(zip(values, us, strict=True))
    if correlation is None:
        given_ = [uncertainties.ufloat(v, u) for v, u in pairs]
        options = []
    else:
        given_ = list(uncertainties.correlated_values_norm(pairs, correlation))
        options = [
            part
            for i in range(4)
            for j in range(i)
            for part in ("--correlation", f"{NAMES[i]},{NAMES[j]}={float(correlation[i, j])!r}")
        ]
    names = {**FUNCTIONS, **POSITIVE, **dict(zip(NAMES, given_, strict=True))}
    expected = [eval(text, names) + 0 * given_[0] for text in texts]
    assume(all(abs(e.n) < 1e6 for e in expected))
    bindings = [f"{n}={v!r}±{u!r}" for n, (v, u) in zip(NAMES, pairs, strict=True)]
    whole = f"stack([{', '.join(f'{text} + 0*a' for text in texts)}])"
    data = propagated(whole, *bindings, *options)
    # Terms may cancel: then little but the rounding of the summands is left to compare.
    covariance = np.array(uncertainties.covariance_matrix(expected))
    for text, e, got in zip(texts, expected, data["results"], strict=True):
        assert math.isclose(got["value"], e.n, rel_tol=1e-9, abs_tol=1e-12), text
        summands = sum(abs(share["variance"]) for share in got["budget"])
        tolerance = max(1e-9 * e.s, 1e-7 * math.sqrt(summands) if e.s**2 < 1e-5 * summands else 0)
        assert math.isclose(got["u"], e.s, rel_tol=1e-9, abs_tol=tolerance), text
        assert math.isclose(
            sum(share["variance"] for share in got["budget"]),
            got["u"] ** 2,
            rel_tol=1e-9,
            abs_tol=1e-12 * summands,
        )
    spread = np.sqrt(np.diag(covariance))
    scale = np.outer(spread, spread) + 1e-12
    assert np.all(abs(np.array(data["covariance"]) - covariance) <= 1e-9 * scale + 1e-13)


def test_pendulum_equals_the_package():
    length, period = uncertainties.ufloat(1.000, 0.002), uncertainties.ufloat(2.007, 0.004)
    expected = 4 * math.pi**2 * length / period**2
    data = propagated(*PENDULUM)
    (result,) = data["results"]
    assert math.isclose(result["value"], expected.n, rel_tol=1e-14)
    assert math.isclose(result["u"], expected.s, rel_tol=1e-14)
    components = expected.error_components()
    for share, variable in zip(result["budget"], (length, period), strict=True):
        assert math.isclose(share["contribution"], components[variable], rel_tol=1e-12)
        assert math.isclose(share["sensitivity"], expected.derivatives[variable], rel_tol=1e-12)
    assert math.isclose(sum(share["percent"] for share in result["budget"]), 100, rel_tol=1e-12)


def test_elements_and_named_values():
    x = uncertainties.correlated_values_norm([(1, 0.1), (2, 0.2)], [[1, 0.3], [0.3, 1]])
    squares = [v**2 for v in x]
    whole = squares[0] + squares[1] * 3
    data = found(
        "s = x^2; t = s[0] + 3*s[1]", "x=[1±0.1, 2±0.2]", "--correlation", "x[0],x[-1]=0.3"
    )
    nodes = {node["name"]: node for node in data["nodes"] if node["name"]}
    assert nodes["x"]["u"] == [0.1, 0.2]
    assert np.allclose(nodes["s"]["u"], [v.s for v in squares], rtol=1e-12)
    assert math.isclose(nodes["t"]["u"], whole.s, rel_tol=1e-12)
    assert data["uncertainty"]["correlations"] == [{"inputs": ["x[0]", "x[1]"], "r": 0.3}]


def test_scripts_modules_and_several_results(autograd):
    script = "import torch\ndef f(v):\n    return v.exp()\ny = f(x) * 2\nz = y + x\ny, z\n"
    done = autograd("run", "-", "x=0.5±0.01", "-f", "json", stdin=script)
    data = json.loads(done.out)["uncertainty"]
    assert [result["name"] for result in data["results"]] == ["y", "z"]
    slope = 2 * math.exp(0.5)
    us = [result["u"] for result in data["results"]]
    assert np.allclose(us, [0.01 * slope, 0.01 * (slope + 1)], rtol=1e-12)


def test_hooks_print_in_the_ordinary_pass_only(autograd):
    hooked = "x.register_hook(lambda g: print('hook', g.item()))\n(x * 3).sin()\n"
    certain = json.loads(autograd("run", "-", "x=1", "-f", "json", stdin=hooked).out)
    uncertain = json.loads(autograd("run", "-", "x=1±0.1", "-f", "json", stdin=hooked).out)
    assert certain["output"].count("hook") == 1
    assert uncertain["output"] == certain["output"]


def test_the_root_of_backward_is_what_is_uncertain(autograd):
    done = autograd("eval", "a = x^2; b = 3*a", "x=2±0.1", "--backward", "a", "--limit", "0")
    assert done.out.startswith("b = 12\na = 4.00 ± 0.40\n")


# -- what is doubtful ------------------------------------------------------------------------------


def test_second_order_of_a_square():
    # The square of a normal variable: variance 4 m² s² + 2 s⁴, mean m² + s².
    data = found("x^2", "x=0±0.1")
    second = data["uncertainty"]["results"][0]["second_order"]
    assert math.isclose(second["u"], math.sqrt(2) * 0.01, rel_tol=1e-12)
    assert math.isclose(second["shift"], 0.01, rel_tol=1e-12)
    assert "second order is not small" in data["warnings"][0]
    assert found("x^2", "x=3±0.1")["warnings"] == []


def test_second_order_with_correlation():
    # x*y of normal variables with means 0: variance (1 + r²) s⁴, mean r s².
    data = propagated("x*y", "x=0±0.1", "y=0±0.1", "--correlation", "x,y=0.6")
    second = data["results"][0]["second_order"]
    assert math.isclose(second["u"], math.sqrt(1 + 0.36) * 0.01, rel_tol=1e-12)
    assert math.isclose(second["shift"], 0.006, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("expression", "binding", "text"),
    [
        ("floor(x)", "x=2.95±0.1", "the derivatives are 0"),
        ("abs(x)", "x=0±0.1", "the derivatives are 0"),
        ("sqrt(x)", "x=0±0.1", "the derivative is not finite"),
        ("x.long()", "x=3±0.1", "no uncertainty: the result is no tensor that requires grad"),
        ("exp(1j*x)", "x=3±0.1", "result is complex"),
    ],
)
def test_warnings(autograd, expression, binding, text):
    done = autograd("eval", expression, binding)
    assert done.code == 0
    assert text in done.err


def test_a_vector_may_have_certain_elements(autograd):
    assert autograd("eval", "x + 0", "x=[1±0.1, 2]").err == ""
    assert autograd("eval", "stack([x, tensor(3.)])", "x=1±0.1").err == ""
    assert autograd("eval", "x^2", "x=0±0").err == ""


def test_a_graph_that_the_script_freed(autograd):
    done = autograd("eval", "y = x*x; y.backward(); y", "x=3±0.1")
    assert done.code == 1
    assert "the script's own pass freed the graph: give that retain_graph=True" in done.err
    assert autograd("eval", "y = x*x; y.backward(retain_graph=True); y", "x=3±0.1").code == 0


# -- correlations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["x,y=1.5"], "1.5 is not from -1 to 1"),
        (["x,y=nan"], "nan is not from -1 to 1"),
        (["x,y=a"], "'a' is not a number"),
        (["x,y"], "not a correlation"),
        (["x,q=0.5"], "no binding is named 'q'"),
        (["x,n=0.5"], "n has no uncertainty"),
        (["x,x=0.5"], "correlated with itself"),
        (["x,z=0.5"], "z has 2 elements"),
        (["x,z[2]=0.5"], "z has no such element"),
        (["x,z[0,0]=0.5"], "not an element of z"),
        (["x[0],y=0.5"], "x is one number"),
        (["x,y=0.5", "y,x=0.5"], "given twice"),
        (["x,y=0.9", "x,z[0]=0.9", "y,z[0]=-0.9"], "contradict each other"),
    ],
)
def test_wrong_correlations(autograd, texts, message):
    options = [part for text in texts for part in ("--correlation", text)]
    bindings = ["x=3±0.1", "y=4±0.2", "z=[1±0.1,2±0.1]", "n=1"]
    done = autograd("eval", "x*y + z.sum() + n", *bindings, *options)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_correlations_need_uncertain_bindings(autograd):
    assert (
        "no binding has an uncertainty"
        in autograd("eval", "x", "x=1", "--correlation", "x,y=1").err
    )


def test_full_correlation_cancels_exactly():
    data = propagated("x - y", "x=3±0.1", "y=4±0.1", "--correlation", "x,y=1")
    assert data["results"][0]["u"] == 0
    assert (
        propagated("x + y", "x=3±0.1", "y=4±0.1", "--correlation", "x,y=-1")["results"][0]["u"] == 0
    )


# -- for people ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "u", "text"),
    [
        (9.80114, 0.0437, "9.801 ± 0.044"),
        (1.0, 0.0996, "1.00 ± 0.10"),
        (12345.6, 678.0, "12350 ± 680"),
        (-0.0001, 0.1, "0.00 ± 0.10"),
        (6.6743e-11, 1.5e-15, "(6.67430 ± 0.00015)e-11"),
        (0.0, 1e-9, "(0.0 ± 1.0)e-09"),
        (1e9, 1e12, "(0.0 ± 1.0)e+12"),
        (2.5, 0.0, "2.5 ± 0"),
        (math.inf, 0.1, "inf ± 0.1"),
        (1.0, math.nan, "1 ± nan"),
        (0.1 + 0.2, 1e-20, "0.30000000000000004 ± 1e-20"),
    ],
)
def test_rounding(value, u, text):
    assert rounded(value, u) == text


@settings(max_examples=100, deadline=None)
@given(st.floats(-1e12, 1e12), st.floats(1e-12, 1e12))
def test_rounded_text_reads_back(value, u):
    """What is shown is itself the notation of a binding, near the exact numbers."""
    from cli.uncertainty.notation import parse

    assume(abs(value) < 1e13 * u)
    got = parse(rounded(value, u), 0, lambda piece, at: np.array(float(piece)), ValueError)
    assert got is not None
    assert math.isclose(got.uncertainty, u, rel_tol=0.051)
    assert abs(got.value - value) <= 0.051 * u


def test_names_are_read_as_python_reads_them(autograd):
    """The micro sign of a keyboard and the Greek letter are one name."""
    micro, letter = "\N{MICRO SIGN}", "\N{GREEK SMALL LETTER MU}"
    options = ["--correlation", f"{letter},{micro}2=1"]
    done = autograd("eval", f"{micro} - {letter}2", f"{micro}=3±0.1", f"{letter}2=3±0.1", *options)
    assert "result = 0 ± 0" in done.out


def test_ascii_where_the_stream_has_no_more(autograd):
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    assert autograd("eval", "x*2", "x=3+-0.1", "--jacobian", stdout=stream).code == 0
    stream.seek(0)
    assert "result = 6.00 +- 0.20" in stream.read()


def test_quiet_writes_gradients_as_ever(autograd):
    assert autograd("eval", "x^2", "x=0±0.1", "-q") == autograd("eval", "x^2", "x=0", "-q")


def test_without_uncertainties_nothing_is_new():
    data = found("x^2", "x=3")
    assert "uncertainty" not in data
    assert "u" not in data["nodes"][0]


def test_snapshots(snapshot):
    for width in (80, 120):
        how = {"terminal": True, "width": width, "environ": {"NO_COLOR": "1"}}
        snapshot(f"uncertainty_terminal_{width}", "eval", *PENDULUM, **how)
    snapshot("uncertainty_colour", "eval", *PENDULUM, terminal=True, width=80)
    correlated = [*PENDULUM, "--correlation", "L,T=0.5"]
    snapshot("uncertainty_correlated", "eval", *correlated)
    for format in ("json", "jsonl", "csv", "markdown", "html", "svg", "plain"):
        snapshot(f"uncertainty_{format}", "eval", *correlated, "-f", format)
    vector = [
        "p = softmax(w @ x, 0)",
        "x=[1±0.1,-2±1%,0.5(1)]",
        "w=[[0.1,0.2,0.3],[-1,1,2.5]]±0.01",
    ]
    snapshot("uncertainty_vector", "eval", *vector, "--limit", "6")
    snapshot("uncertainty_doubtful", "eval", "y = x^2", "x=0±0.1")
    impossible = ("x,y=0.9", "x,z=0.9", "y,z=-0.9")
    options = [part for text in impossible for part in ("--correlation", text)]
    bindings = ["x=1±1", "y=1±1", "z=1±1"]
    snapshot("uncertainty_impossible", "eval", "x+y+z", *bindings, *options)


def test_options_are_known():
    assert {"jacobian", "hessian", "correlation"} <= set(Options.__annotations__)
