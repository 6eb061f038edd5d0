"""The benchmarks run, with tiny sizes, so that they cannot rot; their times are not judged here."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.benchmarks import graphs, measure
from tests.benchmarks.__main__ import BENCHMARKS, main


@pytest.mark.parametrize("name", BENCHMARKS)
def test_benchmark_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--quick"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(name + "\nwhat")
    assert "ratio" in out


def test_hand_written_gradient_is_the_finite_difference() -> None:
    names = {n: getattr(np, n) for n in ("sin", "cos", "exp", "tanh", "sqrt", "ones_like")}
    program = graphs.steps(60)
    forward, both = graphs.function(program, names), graphs.by_hand(program, names)
    leaves = [np.array([0.5 + 0.1 * i]) for i in range(graphs.LEAVES)]
    value, gradients = both(*leaves)
    assert math.isclose(value, forward(*leaves)[0])
    for i, gradient in enumerate(gradients):
        up = [v + (1e-6 if j == i else 0.0) for j, v in enumerate(leaves)]
        down = [v - (1e-6 if j == i else 0.0) for j, v in enumerate(leaves)]
        slope = (forward(*up)[0] - forward(*down)[0]) / 2e-6
        assert math.isclose(slope, 0.0 if gradient is None else gradient[0], abs_tol=1e-7)


def test_graph_has_the_operators_and_stays_finite() -> None:
    program = graphs.steps(400)
    assert len(program) == 400
    assert {"add", "sub", "mul", "div", "sin", "exp", "tanh", "pow"} <= {s.kind for s in program}
    names = {n: getattr(np, n) for n in ("sin", "cos", "exp", "tanh", "sqrt")}
    assert np.isfinite(graphs.function(program, names)(*[1.0] * graphs.LEAVES))


def test_ratio_and_verdict() -> None:
    assert measure.Row("a", "b", 1.0, 2.0, 0.5).verdict == "PASS"
    assert measure.Row("a", "b", 1.1, 2.0, 0.5).verdict == "OVER"
    assert measure.Row("a", "b", 1.1, None, 0.5).verdict == "missing"
    assert measure.Row("a", "b", 1.1, 2.0, None).verdict == ""
    assert "missing" in measure.table([measure.Row("a", "b", 1.1, None, 0.5)])
