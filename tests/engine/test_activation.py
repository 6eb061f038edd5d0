"""Activations, special functions and normalisation do what PyTorch's do, kinks included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine.operators import activation, gamma, piecewise, softmax, special_functions
from engine.operators.layers import encoding, functional, normalization
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (
    activation,
    softmax,
    piecewise,
    special_functions,
    gamma,
    normalization,
    encoding,
    functional,
)
ELEMENTWISE = ["sigmoid", "relu", "erf", "erfc", "sinc", "deg2rad", "rad2deg"]
SHAPED = [
    f"{name}({x})"
    for name in ELEMENTWISE
    for x in ("a()", "a(2, 3)", "a(0)", "a(3, 2).t()", "a(2, 3)[:, ::2]", "i(3, 4)", "m(3)")
    if (name, x) != ("relu", "m(3)")
]
F = "nn.functional."
KINKS = [
    "relu(k(-1.0, 0.0, 2.0))",
    "relu(k(torch.nan, torch.inf, -torch.inf))",
    "sigmoid(k(-1000.0, -40.0, 0.0, 40.0, 1000.0, torch.inf, -torch.inf, torch.nan))",
    F + "hardtanh(k(-1.0, 0.0, 1.0))",
    F + "relu6(k(0.0, 6.0, 7.0))",
    F + "leaky_relu(k(-1.0, 0.0, 1.0))",
    F + "elu(k(-1.0, 0.0, 1.0))",
    F + "selu(k(-1.0, 0.0, 1.0))",
    F + "celu(k(-1.0, 0.0, 1.0))",
    F + "hardsigmoid(k(-3.0, 0.0, 3.0))",
    F + "hardswish(k(-3.0, 0.0, 3.0))",
    F + "hardshrink(k(-0.5, 0.0, 0.5))",
    F + "softshrink(k(-0.5, 0.0, 0.5))",
    F + "threshold(k(0.0, 0.1, 0.2), 0.1, 20.0)",
    F + "softplus(k(-1000.0, 0.0, 20.0, 21.0, 1000.0))",
    F + "logsigmoid(k(-1000.0, 0.0, 1000.0))",
    F + "silu(k(-1000.0, 0.0, 1000.0))",
    F + "mish(k(-100.0, 0.0, 100.0))",
    F + "gelu(k(-100.0, 0.0, 100.0))",
    "softmax(k(1000.0, 999.0, -1000.0), 0)",
    "log_softmax(k(1000.0, 999.0, -1000.0), 0)",
    "softmax(k(-torch.inf, 0.0), 0)",
    "erf(k(0.0, 0.5, 3.0, -6.0, 30.0, torch.inf))",
    "erfc(k(0.0, 0.5, 3.0, -6.0, 26.0, torch.inf))",
    "erfinv(k(0.0, 0.5, -0.999, 0.9999999, 1.0, -1.0, 2.0))",
    "sinc(k(-1.0, 0.0, 0.5))",
    "logit(k(0.0, 0.5, 1.0))",
    "logit(k(-0.5, 0.5, 1.5), 0.25)",
    "xlogy(k(0.0, 0.0, 2.0), k(0.0, 1.0, 0.0))",
    "xlogy(k(0.0, 0.0, 2.0), 0)",
    "xlogy(k(0.0), k(torch.nan))",
    "special.xlog1py(k(0.0, 0.0), k(-1.0, 1.0))",
    "special.entr(k(-1.0, 0.0, 1.0, torch.nan))",
    "special.ndtri(k(0.0, 0.001, 0.5, 1.0, 2.0))",
    "logaddexp(k(1000.0, -1000.0), k(1000.0, -999.0))",
    "lgamma(k(-1.5, 0.5, 1.0, 100.0))",
    "digamma(k(-1.5, 0.0, 0.5, 1.0, 100.0))",
    "polygamma(2, k(-1.5, 0.5, 1.0, 100.0))",
    F + "normalize(k(0.0, 0.0), dim=0)",
    F + "normalize(a(0, 3))",
    F + "dropout(a(2, 3), 0.5, False)",
    F + "embedding(torch.tensor([0, 2, 0]), a(3, 2), padding_idx=-1)",
    F + "softmax(a(2, 3))",
    F + "softmax(a(3))",
    F + "log_softmax(a(2, 3, 4))",
    F + "softmin(a(2, 3))",
    F + "relu(a(3) * 1, inplace=True)",
    F + "silu(a(3) * 1, inplace=True)",
    F + "hardtanh(a(3) * 1, inplace=True)",
    F + "hardtanh(torch.tensor([-3, 0, 3]))",
    F + "relu6(torch.tensor([-3, 0, 7]))",
    F + "softsign(torch.tensor([1, -3]))",
    "softmax(torch.tensor([1, 2]), 0, dtype=torch.float64)",
    "(a(3) * 1).relu_()",
    "(a(3) * 1).sigmoid_()",
]
ERRORS = """
    sigmoid(2)
    torch.relu(torch.tensor([True]))
    torch.softmax(a(2), 3)
    torch.softmax(a(2))
    torch.softmax(torch.tensor([1, 2]), 0)
    torch.log_softmax(torch.tensor([1, 2]), 0)
    nn.functional.gelu(2)
    nn.functional.gelu(a(2), approximate='foo')
    nn.functional.gelu(torch.tensor([1]))
    nn.functional.silu(torch.tensor([1]))
    nn.functional.mish(torch.tensor([1]))
    nn.functional.softplus(torch.tensor([1]))
    nn.functional.logsigmoid(torch.tensor([1]))
    nn.functional.leaky_relu(torch.tensor([1]))
    nn.functional.leaky_relu(1.0)
    nn.functional.elu(torch.tensor([1]))
    nn.functional.hardsigmoid(torch.tensor([1]))
    nn.functional.hardswish(torch.tensor([1]))
    nn.functional.hardshrink(torch.tensor([1]))
    nn.functional.softshrink(torch.tensor([1]))
    nn.functional.softshrink(a(2), -1)
    nn.functional.celu(a(2), 0)
    nn.functional.hardtanh(a(2), 1, -1)
    nn.functional.glu(a(3))
    nn.functional.glu(a())
    nn.functional.prelu(a(2, 3), a(2))
    nn.functional.prelu(a(2, 3), a(2, 2))
    nn.functional.dropout(a(2), 1.5)
    nn.functional.layer_norm(a(2, 3), (2,))
    nn.functional.layer_norm(a(2, 3), 3)
    nn.functional.one_hot(torch.tensor([0, 2]), 2)
    nn.functional.one_hot(torch.tensor([0, -2]), 2)
    nn.functional.one_hot(torch.tensor([0.0]), 2)
    nn.functional.pad(a(2, 3), (1,))
    nn.functional.pad(a(2, 3), (1, 1, 1, 1, 1, 1))
    nn.functional.embedding(torch.tensor([0, 5]), a(3, 2))
    nn.functional.embedding(torch.tensor([0.0]), a(3, 2))
    cosine_similarity(a(2, 3), a(2))
    logaddexp(a(2), 2)
    logaddexp(torch.tensor([1]), torch.tensor([1]))
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", [*samples_of(*FAMILIES), *SHAPED])
def test_activations_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
@pytest.mark.parametrize("text", KINKS)
def test_activations_agree_with_torch_where_they_are_not_smooth(torch: Any, text: str) -> None:
    assert disagreement(torch, text) is None


@pytest.mark.oracle
def test_activations_fail_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(5,), (3, 7), (40,)])
def test_dropout_keeps_the_elements_that_torch_keeps(torch: Any, shape: Any, dtype: str) -> None:
    kept = []
    for t in (torch, engine):
        t.manual_seed(3)
        x = t.ones(*shape, dtype=getattr(t, dtype)).requires_grad_()
        y = t.nn.functional.dropout(x, 0.3)
        y.sum().backward()
        assert x.grad.tolist() == y.tolist()
        kept.append(y.tolist())
    assert kept[0] == kept[1]


@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_activation_rules_are_derivatives(text: str) -> None:
    if "float32" in text or text.startswith("nn.functional.one_hot"):
        pytest.skip("nothing to differentiate in double precision")
    assert rules_are_derivatives(text)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_elementwise_rules_are_derivatives(name: str) -> None:
    assert rules_are_derivatives(f"{name}(a(7))")
    assert rules_are_derivatives(f"{name}(a())")


def test_relu_derivative_is_zero_at_zero() -> None:
    x = engine.tensor([-1.0, 0.0, 1.0], requires_grad=True)
    engine.relu(x).sum().backward()
    assert x.grad.tolist() == [0.0, 0.0, 1.0]


def test_prelu_has_the_slope_of_the_weight_at_zero() -> None:
    x = engine.tensor([-1.0, 0.0, 1.0], requires_grad=True)
    engine.prelu(x, engine.tensor([0.25])).sum().backward()
    assert x.grad.tolist() == [0.25, 0.25, 1.0]


def test_activations_keep_single_precision() -> None:
    x = engine.tensor([0.5, -0.5], requires_grad=True)
    f = engine.nn.functional
    for name in ("gelu", "silu", "mish", "softplus", "elu", "selu", "hardswish", "logsigmoid"):
        y = getattr(f, name)(x)
        assert y.dtype is engine.float32, name
        (g,) = engine.autograd.grad(y.sum(), x)
        assert g.dtype is engine.float32, name


def test_error_functions_are_precise_to_the_last_digits() -> None:
    x = engine.tensor([1e-10, 0.3, 1.0, 2.5, 5.0], dtype=engine.float64)
    expected = [
        1.1283791670955126e-10,
        0.3286267594591274,
        0.8427007929497149,
        0.999593047982555,
        0.9999999999984626,
    ]
    assert np.allclose(engine.erf(x).numpy(), expected, rtol=1e-15, atol=0)
    small = x.clamp(max=2.5)
    assert np.allclose(engine.erfinv(engine.erf(small)).numpy(), small.numpy(), rtol=1e-11, atol=0)
