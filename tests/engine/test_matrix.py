"""Matrix products and linear algebra do what PyTorch's do, graph included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine.operators import affine, contraction, einsum, linear_algebra, matrix, matrix_norms
from engine.registry import KERNELS
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (matrix, affine, contraction, einsum, linear_algebra, matrix_norms)
SHAPES = ["()", "(3)", "(0)", "(2, 3)", "(3, 2)", "(3, 3)", "(0, 3)", "(4, 3, 3)", "(1, 3, 3)"]
SHAPES += ["(2, 1, 3, 3)", "(5, 4, 3, 2)"]
PRODUCTS = [
    f"matmul(a{x}{p}, a{y}{q})"
    for x in SHAPES
    for y in SHAPES
    for p, q in (("", ""), (".detach()", ""), ("", ".detach()"))
]
MORE = [
    "matmul(a(2, 4, 3).transpose(0, 1), a(3, 2))",
    "matmul(a(2, 4, 3).transpose(0, 1), a(3).detach())",
    "matmul(a(3, 4).t(), a(4, 3).t().contiguous().t()[:, ::2])",
    "torch.ones(2, 2).long() @ torch.ones(2, 2).long()",
    "torch.ones(3).long() @ torch.ones(3).long()",
    "mm(a(2, 2) * 1j, a(2, 2) * (1 + 1j)).abs()",
    "mv(a(2, 2) * 1j, a(2) * (1 + 1j)).abs()",
    "dot(a(2) * 1j, a(2) * (1 + 1j)).abs()",
    "vdot(a(2) * 1j, a(2) * (1 + 1j)).abs()",
    "matrix_power(a(2, 2), 0)",
    "matrix_power(a(2, 2), 1)",
    "matrix_power(a(2, 2), -2)",
    "linalg.norm(a(3))",
    "linalg.norm(a(2, 3))",
    "linalg.norm(a(2, 3), 'fro')",
    "linalg.norm(a(2, 3), 1)",
    "linalg.norm(a(2, 3), -torch.inf, dim=(1, 0))",
    "linalg.norm(a(2, 3), 3, dim=1, keepdim=True)",
    "linalg.matrix_norm(a(2, 3), torch.inf, keepdim=True)",
    "linalg.diagonal(a(2, 3), offset=1)",
    "linalg.cross(a(2, 3), a(1, 3))",
    "linalg.multi_dot([a(3), a(3, 4), a(4)])",
    "linalg.solve(a(2, 2), a(3, 2), left=False)",
    "addmm(a(4), a(2, 3), a(3, 4), beta=0)",
    "einsum('ij,jk->ik', a(2, 1), a(3, 4))",
    "einsum('i...->...', a(2, 3, 4))",
    "einsum('...i->i...', a(2, 3, 4))",
    "einsum('bi,bj->ij', a(4, 2), a(4, 3))",
    "einsum('ij,jk,kl->il', a(2, 3), a(3, 4), a(4, 2))",
    "tensordot(a(2, 3), a(3, 2), ([0, 1], [1, 0]))",
]
ERRORS = """
    matmul(a(), a(3))
    matmul(a(3), a(2))
    matmul(a(2, 3), a(2))
    matmul(a(3), a(2, 2))
    matmul(a(2, 3), a(2, 2))
    matmul(a(4, 2, 3), a(4, 2, 2))
    matmul(a(4, 2, 3), a(2, 2))
    matmul(a(4, 2, 3), a(2))
    matmul(a(2), a(4, 3, 2))
    matmul(a(2, 2), a(4, 3, 2))
    matmul(a(4, 2, 3), a(3, 3, 2))
    matmul(a(4, 2, 3), a(5, 3, 2, 2))
    matmul(a(3), a(3).float())
    matmul(a(2, 3), a(3).float())
    matmul(a(3), a(3, 2).float())
    matmul(a(3, 3), a(3, 2).float())
    matmul(a(4, 3, 3), a(4, 3, 2).float())
    matmul(a(4, 3, 3), a(3, 2).float())
    torch.ones(2, 2).long() @ torch.ones(2, 2)
    torch.ones(2, 2).bool() @ torch.ones(2, 2).bool()
    torch.ones(2).bool() @ torch.ones(2).bool()
    torch.ones(2, 2).bool() @ torch.ones(2).bool()
    matmul(a(2), 2)
    mm(a(2), a(2))
    mm(a(2, 2), a(2))
    mm(a(2, 2), 3)
    mm(a(2, 2), a(3, 2))
    mv(a(2), a(2))
    mv(a(2, 2), a(2, 2))
    mv(a(2, 2), a(3))
    dot(a(2, 2), a(2))
    dot(a(2), a(3))
    dot(a(2), a(2).long())
    inner(a(2, 2), a(3))
    outer(a(2, 2), a(3))
    outer(a(2), a(3, 2))
    bmm(a(2, 3, 4), a(3, 4, 5))
    bmm(a(2, 3), a(2, 3, 5))
    bmm(a(2, 3, 4), a(2, 3))
    addmm(a(3), a(2, 3), a(3, 4))
    addmm(a(4), a(2, 3), a(2, 4))
    addmm(a(4).float(), a(2, 3), a(3, 4))
    addmm(a(4), a(2, 3).float(), a(3, 4))
    addmv(a(3), a(2, 3), a(3))
    nn.functional.linear(a(2, 3), a(3), a())
    nn.functional.linear(a(2, 3), a(4, 2), a(4))
    nn.functional.linear(a(3), a(4, 2))
    nn.functional.linear(a(2, 3), a(4, 3), a(5))
    nn.functional.linear(a(5, 2, 3), a(4, 2), a(4))
    einsum('ij,jk', a(2, 3), a(4, 4))
    einsum('ij,jk->il', a(2, 3), a(3, 4))
    einsum('ijk', a(2, 3))
    einsum('ij,jk', a(2, 3))
    einsum([a(2, 3)])
    tensordot(a(2, 3), a(4, 4), 1)
    cross(a(2, 4), a(2, 4))
    linalg.cross(a(2, 3), a(3))
    linalg.matrix_norm(a(3), 1)
    linalg.matrix_norm(a(2, 2), 5)
    linalg.inv(torch.zeros(2, 2))
    linalg.inv(a(2, 3))
    linalg.det(a(2, 3))
    det(a(3))
    linalg.solve(torch.zeros(2, 2), a(2))
    linalg.solve(torch.zeros(2, 2).double(), a(2))
    matrix_power(a(2, 3), 2)
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_matrix_products_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
@pytest.mark.parametrize("text", MORE)
def test_matrix_products_agree_with_torch_at_the_edges(torch: Any, text: str) -> None:
    assert disagreement(torch, text) is None


@pytest.mark.oracle
def test_matmul_agrees_with_torch_for_all_ranks(torch: Any) -> None:
    wrong = {text: found for text in PRODUCTS if (found := disagreement(torch, text))}
    assert not wrong


@pytest.mark.oracle
def test_matrix_products_fail_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_matrix_rules_are_derivatives(text: str) -> None:
    assert rules_are_derivatives(text)


def test_the_determinant_of_a_singular_matrix_has_its_gradient() -> None:
    x = engine.tensor([[1.0, 2.0], [2.0, 4.0]], dtype=engine.float64, requires_grad=True)
    engine.det(x).backward()
    assert np.allclose(x.grad.numpy(), [[4.0, -2.0], [-2.0, 1.0]])


def test_matrix_rules_do_not_copy() -> None:
    x = np.ones((2, 3))
    turned = KERNELS["t"](x)
    assert np.shares_memory(turned, x)
    assert KERNELS["mm"](turned, x).tolist() == (x.T @ x).tolist()


def test_shapes_that_do_not_fit_are_named() -> None:
    with pytest.raises(
        RuntimeError, match=r"^mat1 and mat2 shapes cannot be multiplied \(3x2 and 3x2\)$"
    ):
        engine.ones(3, 2) @ engine.ones(3, 2)
