"""Formulas for people say in numbers what the rules compute, on every sample of every operator."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest

import engine
from engine import formulas
from engine.observe import Observer, listen
from engine.operators import families, public
from engine.registry import OPERATORS, READINGS
from tests.engine.test_rules import ALL, Leaves, scalar

families()

NOT_EVALUATED = {
    *("_index", "_index_put", "_index_back"),  # the index holds slices
    *("_copy", "_fill", "_zero"),  # a view's change, whose gradient has the base's shape
    *("_cat", "_stack"),  # the position counts arguments that need no gradient, too
    *("index_fill", "diagonal_scatter", "select_scatter", "slice_scatter"),  # 0 for zeros
    "_norm_along",  # the kept dimension is left out
    "prod",  # no formula where an element is 0
}
"""Operators whose formulas are for people only."""


class Flows(Observer):
    """Compares each rule's result with its formula's."""

    def __init__(self) -> None:
        self.incoming: Any = None
        self.compared: set[tuple[str, str]] = set()
        self.position: dict[tuple[int, str], int] = {}

    def gradient(self, target: Any, output_nr: int, grad: Any) -> None:
        self.incoming = grad

    def edge(self, node: Any, argument: str, target: Any, output_nr: int, grad: Any) -> None:
        op = getattr(node.plan, "operator", None)
        key = id(node), argument
        position = self.position[key] = self.position.get(key, -1) + 1
        if op is None or op.name in NOT_EVALUATED or op.multiple or node.name() == "CopySlices":
            return
        values = formulas.saved_values(node)
        reduced = {"dim", "keepdim"} <= values.keys() and values["dim"] is not None
        if reduced or grad.is_complex() or self.incoming.is_complex() or grad.numel() == 0:
            return  # which dimension, and which conjugates, a formula leaves out
        text = formulas.expression(op, argument, values)
        if text is None:
            return
        found = self.evaluate(text, values, grad, position)
        shape = tuple(grad.shape)
        if tuple(found.shape) != shape:  # broadcasting is undone on the edge
            found = engine.Tensor.sum_to_size(
                found.expand(np.broadcast_shapes(found.shape, shape)), shape
            )
        np.testing.assert_allclose(
            found.detach().numpy().astype(grad.detach().numpy().dtype),
            grad.detach().numpy(),
            rtol=1e-7,
            atol=1e-12,
            err_msg=f"{op.name}, {argument}: {ast.unparse(text)}",
        )
        self.compared.add((op.name, argument))

    def evaluate(self, text: ast.expr, values: dict[str, Any], grad: Any, position: int) -> Any:
        names: dict[str, Any] = dict(public())
        names |= {n: getattr(engine, n) for n in engine.public_names()}
        names |= {"mean": engine.mean, "inv": engine.linalg.inv, "solve": engine.linalg.solve}
        names["argsort"] = lambda dims: tuple(int(i) for i in np.argsort(dims))
        names["sum_to_size"] = engine.Tensor.sum_to_size
        names["zeros"] = lambda shape: engine.zeros(shape, dtype=engine.float64)
        for name, value in values.items():
            numeric = isinstance(value, (np.ndarray, np.generic))
            numeric |= name in ("self", "other") and isinstance(value, (int, float))
            names[name] = engine.tensor(np.asarray(value)) if numeric else value
        names["grad"] = self.incoming.detach()
        names["position"] = position
        names["n"] = grad.numel() / max(self.incoming.numel(), 1)
        with engine.no_grad():
            return 0 * grad.detach() + eval(ast.unparse(text), names)


def flows(text: str) -> Flows:
    leaves = Leaves()
    value = scalar(text, leaves)
    observer = Flows()
    if isinstance(value, engine.Tensor) and value.requires_grad:
        with listen(observer):
            value.backward()
    return observer


COMPARED: set[tuple[str, str]] = set()


@pytest.mark.parametrize("text", [text for _, text in ALL])
def test_formulas_are_the_rules(text: str) -> None:
    COMPARED.update(flows(text).compared)


COMMON = (
    "add sub mul true_divide neg reciprocal _pow_number _pow exp log sqrt sin cos tan asin acos "
    "atan sinh cosh tanh sigmoid relu abs sum mean prod mm mv dot bmm addmm maximum minimum "
    "clamp _where amax max var std _softmax _log_softmax view t transpose permute expand "
    "unsqueeze squeeze select slice_ _cat _stack gather index_select _leaky_relu softplus _silu "
    "_mse_loss erf cumsum _vector_norm"
)


def test_common_operators_have_formulas() -> None:
    for name in COMMON.split():
        op = OPERATORS[name]
        for argument in op.rules:
            text = formulas.formula(op, argument)
            assert text is not None, (name, argument)
            assert "_" not in text.replace("self_shape", "").replace("negative_slope", "") or all(
                not node.id.startswith("_")
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.Name)
            )


def test_a_wrong_reading_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    parameters, text = READINGS["_tanh_backward"]
    monkeypatch.setitem(READINGS, "_tanh_backward", (parameters, text.replace("1 -", "1 +")))
    with pytest.raises(AssertionError, match="tanh, self"):
        flows("tanh(p(3))")


def test_conditions_are_decided_where_the_values_are_known() -> None:
    op = OPERATORS["rsub"]
    assert formulas.formula(op, "self") == "-grad if alpha == 1 else grad * -alpha"
    decided = formulas.expression(op, "self", {"alpha": 3})
    assert decided is not None
    assert ast.unparse(decided) == "grad * -alpha"
