"""Absolute value, sign, rounding, clamping and blending do what PyTorch's do, at every edge."""

from typing import Any

import numpy as np
import pytest

import engine
from engine.operators import blending, clamping, rounding
from tests.engine.agreement import disagreement, samples_of
from tests.engine.referee import agree, same_error

ODD = "t([-1.5, -0.5, -0.0, 0.0, 0.5, 1.5, 2.5, inf, -inf, nan])"
KINDS = "T([True, False])", "T([-3, 0, 2])", "T([3, 0], dtype=torch.uint8)"
HALF = "T([-1.5, 0.5, 2.5], dtype=torch.float16)"

VALUES = [
    *(f"{name}({ODD})" for name in ("abs", "sign", "sgn", "signbit", "nan_to_num")),
    *(f"{name}({ODD})" for name in ("floor", "ceil", "round", "trunc", "fix", "frac")),
    *(f"{name}({k})" for k in KINDS for name in ("sign", "sgn", "signbit", "nan_to_num")),
    *(f"{name}({k})" for k in KINDS[1:] for name in ("abs", "floor", "ceil", "round", "trunc")),
    *(f"{name}({HALF})" for name in ("abs", "floor", "frac", "sign", "nan_to_num")),
    "absolute(a(2, 3).t())",
    "T(-2.5).abs()",
    *(f"{name}(t({v}))" for name in ("abs", "sign", "sgn") for v in ("nan", "-2.5", "0.0")),
    "round(t([1234.567, -0.15, 2.5]), decimals=1)",
    "round(t([1234.567, -0.15, 2.5]), decimals=-2)",
    "round(t([1234.567, -0.15, 2.5]), decimals=0)",
    "round(T([1234.567, -0.15, 2.5]), decimals=1)",
    f"nan_to_num({ODD}, 1.0, 2.0, 3.0)",
    f"nan_to_num({ODD}, nan=5)",
    f"clamp({ODD}, -1, 1)",
    f"clamp({ODD}, min=0.5)",
    f"clamp({ODD}, max=0.5)",
    f"clamp({ODD}, 1, -1)",
    f"clamp({ODD}, nan)",
    f"clip({ODD}, 0, 1)",
    f"{ODD}.clamp(T(0.0), 1.0)",
    "clamp(T([-3, 1, 2]), 0, 1)",
    "clamp(T([-3, 1, 2]), 0.5)",
    "clamp(T([-3, 1, 2]), T(0.5))",
    "clamp(T([-3, 1, 2]), min=T([0, 0, 0], dtype=torch.int32))",
    "clamp(T([True, False]), 0, 1)",
    "clamp(T([2], dtype=torch.int8), max=3.7)",
    "clamp(t([-2.0, -1, 0, 1, 2, nan, 0, 0, 3]), t([-1.0] * 6 + [2, 1, 3]), t([1.0] * 8 + [3]))",
    "clamp(t([-2.0, 0, 1, 2, 3, 4]), t([3.0] * 6), t([1.0] * 6))",
    "clamp(t([-2.0, 0, 1, nan, 1]), t([0.0, 0, 0, 0, nan]))",
    "clamp(t([-2.0, 0, 1, nan, 1]), max=t([0.0, 0, 0, 0, nan]))",
    "clamp(a(2, 3), t(0.0), T(0.5))",
    "clamp_min(t([-2.0, 0, 1, nan, 1]), t([0.0, 0, 0, 0, nan]))",
    "clamp_max(t([-2.0, 0, 1, nan, 1]), t([0.0, 0, 0, 0, nan]))",
    f"clamp_min({ODD}, 0)",
    f"clamp_max({ODD}, 0)",
    *(
        f"{name}(t([1.0, 2, 3, nan, 1, nan]), t([2.0, 2, 2, 2, nan, nan]))"
        for name in ("maximum", "minimum", "fmax", "fmin")
    ),
    *(
        f"{name}(t([-0.0, 0.0]), t([0.0, -0.0]))"
        for name in ("maximum", "minimum", "fmax", "fmin", "clamp", "clamp_max")
    ),
    "maximum(T([1, 2]), T([1.5, 0.5]))",
    "fmin(T([1, 2]), T([2, 1], dtype=torch.int32))",
    f"heaviside({ODD}.detach(), T(0.25, dtype=torch.float64))",
    "heaviside(T([-1, 0, 2]), T([5, 6, 7]))",
    "copysign(t([1.0, -2, 0, nan, 3, -0.0]), t([-1.0, -1, -1, -1, 0, -0.0]))",
    f"copysign({ODD}, -1)",
    "copysign(T([1, 2]), -1)",
    "copysign(T([True, False]), T([-1.0, 1.0]))",
    "lerp(t([1.0, 3]), t([2.0, 2]), t([0.25, 1.0]))",
    "lerp(T([1.0, 3]), T([2.0, 2]), T(0.5, dtype=torch.float64))",
    "addcmul(T([1, 2]), T([3, 4]), T([5, 6]), value=2)",
    "addcmul(T([1.0, 2]), T([3, 4]), T([5.0, 6]))",
    "addcdiv(T([1.0, 2]), T([3, 4]), T([5.0, 6]))",
    "a(0, 3).clamp(0, 1)",
    "maximum(a(0, 3), a(3))",
    "a(2, 3, 4).permute(2, 0, 1).clamp(-0.5, 0.5)",
]

ERRORS = [
    "abs(3)",
    "abs(T([True]))",
    "sign('a')",
    "sign(T([1j]))",
    "signbit(T([1j]))",
    "floor(T([True]))",
    "ceil(T([True]))",
    "round(T([True]))",
    "trunc(T([True]))",
    "floor(T([1j]))",
    "frac(T([1]))",
    "round(T([1]), decimals=1)",
    "clamp(T([1.0]))",
    "clamp(T([1.0]), None, None)",
    "clamp(T([1.0, 2.0, 3.0]), T([1.0, 2.0]))",
    "T([1.0]).clamp(T([1.0]), 2.0)",
    "clamp(T([True]), False, True)",
    "clamp(T([1j]), 0)",
    "clamp_min(T([True]), False)",
    "maximum(T([1.0]), 2)",
    "maximum(1, T([1.0]))",
    "fmax(T([1.0]), 1)",
    "maximum(T([1j]), T([1j]))",
    "minimum(T([1.0, 2.0]), T([1.0, 2.0, 3.0]))",
    "heaviside(T([1.0]), T([1]))",
    "heaviside(T([1.0]), 0.5)",
    "heaviside(t([1.0]), t([1.0])).sum().backward()",
    "copysign(T([1.0, 2.0]), T([1.0, 2.0, 3.0]))",
    "lerp(T([1.0]), T([1.0], dtype=torch.float64), 0.5)",
    "lerp(T([1]), T([1]), 0.5)",
    "addcdiv(T([1]), T([1]), T([1]))",
]


@pytest.mark.oracle
@pytest.mark.parametrize("text", samples_of(rounding, clamping, blending))
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_rounding_samples_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
@pytest.mark.parametrize("text", VALUES)
def test_rounding_at_the_edges_agrees_with_torch(torch: Any, text: str) -> None:
    agree(torch, text)


@pytest.mark.oracle
@pytest.mark.parametrize("text", ERRORS)
def test_rounding_errors_are_those_of_torch(torch: Any, text: str) -> None:
    same_error(torch, text)


@pytest.mark.oracle
@pytest.mark.parametrize(
    "change",
    ["abs_()", "sign_()", "floor_()", "round_()", "clamp_(-1, 1)", "clamp_min_(0.5)", "frac_()"],
)
def test_rounding_in_place_agrees_with_torch(torch: Any, change: str) -> None:
    agree(torch, f"(a(2, 3) * 2).{change}")


def gradient(function: Any, *values: list[float]) -> list[list[float]]:
    leaves = [engine.tensor(v, dtype=engine.float64, requires_grad=True) for v in values]
    function(*leaves).sum().backward()
    return [[] if leaf.grad is None else leaf.grad.tolist() for leaf in leaves]


def test_the_gradient_of_abs_at_zero_is_zero() -> None:
    assert gradient(engine.abs, [-2.0, 0.0, -0.0, 3.0]) == [[-1.0, 0.0, 0.0, 1.0]]


def test_clamping_passes_the_gradient_at_its_bounds() -> None:
    assert gradient(lambda x: x.clamp(-1, 1), [-2.0, -1.0, 0.0, 1.0, 2.0]) == [[0, 1, 1, 1, 0]]
    low, high = [-1.0] * 3, [1.0] * 3
    assert gradient(engine.clamp, [-2.0, 0.0, 2.0], low, high) == [[0, 1, 0], [1, 0, 0], [0, 0, 1]]


def test_equal_elements_share_the_gradient_of_maximum() -> None:
    assert gradient(engine.maximum, [1.0, 2.0, 3.0], [2.0, 2.0, 2.0]) == [[0, 0.5, 1], [1, 0.5, 0]]
    assert gradient(engine.minimum, [1.0, 2.0, 3.0], [2.0, 2.0, 2.0]) == [[1, 0.5, 0], [0, 0.5, 1]]


def test_an_infinite_gradient_stops_at_a_clamped_element() -> None:
    x = engine.tensor([-2.0, 0.5], requires_grad=True)
    x.clamp(-1, 1).backward(engine.tensor([float("inf"), 1.0]))
    assert x.grad is not None
    assert x.grad.tolist() == [0.0, 1.0]


def test_lerp_is_exact_at_both_ends() -> None:
    start, end = engine.tensor([0.1, 1e8]), engine.tensor([0.7, 3.3])
    assert engine.lerp(start, end, 0.0).tolist() == start.tolist()
    assert engine.lerp(start, end, 1.0).tolist() == end.tolist()


def test_the_gradient_of_blending_is_that_of_finite_differences() -> None:
    rng = np.random.default_rng(1)
    values = [rng.uniform(0.5, 2.0, 4) for _ in range(3)]
    for function in (engine.lerp, engine.addcmul, engine.addcdiv):
        found = gradient(function, *[v.tolist() for v in values])
        for place, value in enumerate(values):
            step = 1e-6
            ends = []
            for sign in (1, -1):
                moved = [engine.tensor(v.tolist(), dtype=engine.float64) for v in values]
                moved[place] = engine.tensor((value + sign * step).tolist(), dtype=engine.float64)
                ends.append(np.array(function(*moved).tolist()))
            np.testing.assert_allclose(found[place], (ends[0] - ends[1]) / (2 * step), rtol=1e-7)
