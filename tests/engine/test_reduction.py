"""Sums, means, products, variances, norms and cumulative sums do what PyTorch's do, at every edge."""

from typing import Any

import numpy as np
import pytest

import engine
from engine.operators import cumulative, norms, reduction, statistics
from tests.engine.agreement import disagreement, samples_of
from tests.engine.referee import agree, same_error

INTS = "T([[3, 1, 2], [4, 4, 0]])"
MASK = "T([[True, False, True], [True, True, True]])"
BYTES = "T([[3, 1, 2], [4, 4, 0]], dtype=torch.uint8)"
HALF = "T([[3.0, 1.5, 2.25], [4.0, 4.0, 0.0]], dtype=torch.float16)"
STRIDED = "a(2, 3, 4).permute(2, 0, 1)"

VALUES = [
    *(
        f"{name}({x})"
        for name in ("sum", "nansum", "mean", "nanmean", "prod", "var", "std", "norm", "var_mean")
        for x in ("a()", "a(1)", "a(0)", STRIDED, "a(3, 1)", "t([1.0, nan, inf])", "t([2.0, 2.0])")
    ),
    *(
        f"{name}({x}, 1)"
        for name in ("sum", "nansum", "mean", "nanmean", "prod", "logsumexp", "var", "std_mean")
        for x in (STRIDED, "a(2, 0)", "a(0, 3)", "a(2, 1)")
    ),
    *(f"norm({x}, 2, 1)" for x in (STRIDED, "a(2, 0)", "a(2, 1)")),
    *(f"sum({x})" for x in (INTS, MASK, BYTES, HALF)),
    *(f"prod({x}, 1)" for x in (INTS, MASK, BYTES, HALF)),
    *(f"{name}({x})" for x in (INTS, MASK, BYTES, HALF) for name in ("all", "any")),
    *(f"{name}({x}, 0)" for x in (INTS, MASK, BYTES) for name in ("all", "any", "cumsum")),
    *(f"cumprod({x}, 1)" for x in (INTS, MASK, BYTES)),
    "sum(a(2, 3), ())",
    "mean(a(2, 3), ())",
    "var(T([[1.0, 2.0], [3.0, 5.0]]), [])",
    "sum(a(2, 3), [0, 1])",
    "sum(a(2, 3), axis=0, keepdims=True)",
    f"sum({INTS}, dtype=torch.float32)",
    f"sum({MASK}, dtype=torch.bool)",
    f"mean({INTS}, dtype=torch.float64)",
    f"mean({HALF})",
    f"mean({HALF}, 1)",
    "mean(T([60000.0, 60000.0], dtype=torch.float16))",
    f"nansum({INTS})",
    "nansum(t([[1.0, nan], [nan, nan]]), 1)",
    "nanmean(t([[1.0, nan], [nan, nan]]), 1)",
    *(
        f"prod(t({v}))"
        for v in ("[1.0, 2, 3]", "[0.0, 2, 3]", "[0.0, 0, 3]", "[inf, 1, 2]", "[nan, 1, 2]")
    ),
    "prod(t([[1.0, 0, 2], [3, 4, 5], [0, 0, 1]]), 1)",
    "prod(t([[1.0, 0, 2], [3, 4, 5], [0, 0, 1]]), 0, keepdim=True)",
    "prod(t([[[1.0, 0], [2, 3]], [[4, 5], [0, 0]]]), -2)",
    "logsumexp(t([-inf, -inf]), 0)",
    "logsumexp(t([inf, 1.0]), 0)",
    f"logsumexp({INTS}, 0)",
    "logsumexp(a(2, 3, 4), (0, -1))",
    f"count_nonzero({INTS}, (0, 1))",
    f"trace({INTS})",
    "var(a(4), correction=3)",
    "var(a(4), correction=4)",
    "var(a(4), correction=5)",
    "var(a(4), 0, correction=4)",
    "var(a(4), 0, correction=5)",
    "std(a(2, 1), 1)",
    "std(a(3), keepdim=True)",
    "var(t([[1.0, 2], [3, 3]]), 1)",
    "std(t([[1.0, 2], [3, 3]]), 1)",
    "std(t([3.0, 3, 3]))",
    "var_mean(a(2, 3), 0)[0]",
    "var_mean(a(2, 3), 0)[1]",
    "std_mean(a(2, 3), 1)[0]",
    "std_mean(t([[1.0, 1], [2, 3]]), 1)[1]",
    f"var({HALF})",
    *(f"norm(t([3.0, -4.0, 0.0]), {p})" for p in (2, 1, 3, 0.5, 1.5, "inf", "-inf", 0, -1)),
    *(f"norm(t([0.0, 0.0]), {p})" for p in (2, 1, 3, 0.5, 1.5, "inf", "-inf")),
    "norm(t([1.0, nan, 3.0]), inf)",
    "norm(t([1.0, -3.0, 3.0]), inf)",
    "norm(t([[1.0, -3.0, 3.0], [0, 0, 0]]), inf, 1)",
    "norm(a(2, 3), 2, (0, 1))",
    "norm(a(2, 3), None)",
    "norm(a(2, 3), dim=-1, keepdim=True)",
    "a(2, 3).norm(dtype=torch.float64)",
    "norm(T([1.0, 2.0]), dtype=torch.float64)",
    "dist(t([1.0, 2.0]), t([1.0, 2.0]))",
    "dist(t([1.0, 2.0]), t([[1.0], [4.0]]), inf)",
    "dist(T([1.0, 2.0]), T([1.0, 4.0], dtype=torch.float64))",
    "cumsum(a(0, 3), 0)",
    f"cumsum({STRIDED}, -2)",
    f"cumsum({INTS}, 0, dtype=torch.float32)",
    "cumsum(T([0.1] * 1000), 0)",
    *(
        f"cumprod(t({v}), 0)"
        for v in ("[2.0, 3, 4]", "[1.0, 0, 3, 0, 5]", "[0.0, 2, 3]", "[2.0, 3, 0]", "[5.0]")
    ),
    "cumprod(t([[[1.0, 0], [2, 3]], [[4, 5], [0, 0]]]), 1)",
    f"cumprod({STRIDED}, 1)",
    "logcumsumexp(t([-1.0, 1.0, 2.0]) * T([1.0, -2, 3]), 0)",
    "logcumsumexp(t([1000.0, 1000.0]), 0)",
]

ERRORS = [
    f"mean({INTS})",
    f"mean({MASK}, 0)",
    f"nanmean({INTS})",
    f"var({INTS})",
    f"std({MASK})",
    f"var_mean({INTS})",
    f"norm({INTS})",
    f"norm({MASK})",
    "norm(T([]), inf)",
    "norm(T([[], []]), -inf, 1)",
    "norm(T([[], []]), inf, 1)",
    f"logcumsumexp({INTS}, 0)",
    "trace(T([1.0]))",
    f"trace({MASK})",
    "dist(T([1]), T([2]))",
    "dist(T([1.0, 2.0]), T([1.0, 2.0, 3.0]))",
    *(f"{name}(T([[1.0]]), 2)" for name in ("sum", "mean", "prod", "logsumexp", "var", "all")),
    *(f"{name}(T([[1.0]]), -3)" for name in ("cumsum", "cumprod")),
    "sum(T([[1.0]]), (0, 0))",
    "cumsum(T(1.0), 1)",
]


@pytest.mark.oracle
@pytest.mark.parametrize("text", samples_of(reduction, statistics, norms, cumulative))
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_reduction_samples_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
@pytest.mark.parametrize("text", VALUES)
def test_reduction_at_the_edges_agrees_with_torch(torch: Any, text: str) -> None:
    agree(torch, text)


@pytest.mark.oracle
@pytest.mark.parametrize("text", ERRORS)
def test_reduction_errors_are_those_of_torch(torch: Any, text: str) -> None:
    same_error(torch, text)


@pytest.mark.oracle
@pytest.mark.parametrize("change", ["cumsum_(0)", "cumprod_(1)"])
def test_reduction_in_place_agrees_with_torch(torch: Any, change: str) -> None:
    agree(torch, f"(a(2, 3) * 2).{change}")


@pytest.mark.oracle
@pytest.mark.parametrize("name", ["sum", "mean", "var", "std", "norm", "prod"])
def test_float32_reductions_of_many_numbers_agree_with_torch(torch: Any, name: str) -> None:
    drawn = np.random.default_rng(3).uniform(0.9, 1.1, 500).astype(np.float32)
    ours = getattr(engine, name)(engine.tensor(drawn))
    theirs = getattr(torch, name)(torch.tensor(drawn))
    assert str(ours.dtype) == str(theirs.dtype)
    np.testing.assert_allclose(ours.item(), theirs.item(), rtol=3e-6)


def test_too_few_degrees_of_freedom_are_warned_of() -> None:
    with pytest.warns(UserWarning, match=r"^std\(\): degrees of freedom is <= 0"):
        assert engine.tensor(1.0).std().isnan().item()


def test_a_count_of_nonzeros_has_no_gradient() -> None:
    x = engine.tensor([1.0, 0.0], requires_grad=True)
    x.norm(0).backward()
    assert x.grad is None


def test_the_gradient_of_a_product_with_zeros() -> None:
    inf = float("inf")
    x = engine.tensor([inf, 0.0, 2.0], requires_grad=True)
    x.prod().backward()
    assert str(x.grad) == "tensor([0., inf, nan])"  # as in PyTorch
    for values, expected in (
        ([2.0, 3.0, 4.0], [12.0, 8.0, 6.0]),
        ([0.0, 3.0, 4.0], [12.0, 0.0, 0.0]),
        ([0.0, 0.0, 4.0], [0.0, 0.0, 0.0]),
    ):
        x = engine.tensor(values, requires_grad=True)
        x.prod().backward()
        assert x.grad is not None
        assert x.grad.tolist() == expected


def test_the_gradient_of_a_sum_does_not_share_its_elements() -> None:
    x = engine.ones(2, 2, requires_grad=True)
    x.sum().backward()
    assert x.grad is not None
    x.grad[0, 0] = 5.0
    assert x.grad.tolist() == [[5.0, 1.0], [1.0, 1.0]]


def test_mean_of_float16_does_not_overflow() -> None:
    x = engine.tensor([60000.0, 60000.0], dtype=engine.float16)
    assert x.mean().item() == 60000.0


REDUCED = {
    "sum": lambda x: x.sum(1),
    "mean": lambda x: x.mean(0),
    "prod": lambda x: x.prod(1),
    "var": lambda x: x.var(1),
    "std": lambda x: x.std(),
    "norm3": lambda x: x.norm(3, 1),
    "logsumexp": lambda x: x.logsumexp(0),
    "cumsum": lambda x: x.cumsum(1),
    "cumprod": lambda x: x.cumprod(0),
    "logcumsumexp": lambda x: x.logcumsumexp(1),
}


@pytest.mark.parametrize("name", REDUCED)
def test_the_gradient_of_a_reduction_is_that_of_finite_differences(name: str) -> None:
    rng = np.random.default_rng(2)
    at = rng.uniform(0.5, 2.0, (2, 3))
    x = engine.tensor(at, requires_grad=True)
    y = REDUCED[name](x)
    weights = engine.tensor(rng.normal(size=tuple(y.shape)))
    (y * weights).sum().backward()
    assert x.grad is not None
    step = 1e-6
    for place in np.ndindex(at.shape):
        ends = []
        for sign in (1, -1):
            moved = at.copy()
            moved[place] += sign * step
            ends.append((REDUCED[name](engine.tensor(moved)) * weights).sum().item())
        assert x.grad[place].item() == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-6)
