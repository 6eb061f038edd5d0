"""What nodes show: names, edges and saved values of every operator against PyTorch's."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import engine
from engine.graph import inspection
from engine.registry import OPERATORS
from tests.engine import agreement
from tests.engine.agreement import Inputs

SAMPLES = agreement.samples_of(*engine.operators.families())


def first_node(library: Any, text: str) -> Any:
    """The node of a sample's first output that has one; None if it has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = eval(text, Inputs(library, "float64").names())
    outs = out if isinstance(out, (list, tuple)) else [out]
    return next((o.grad_fn for o in outs if o.grad_fn is not None), None)


def edges(node: Any) -> list[tuple[Any, int]]:
    return [(n and n.name(), number) for n, number in node.next_functions]


def pairs(torch: Any, text: str) -> Iterator[tuple[Any, Any]]:
    """The nodes of a sample under both engines, as far as the graphs have one shape."""
    try:
        theirs, ours = first_node(torch, text), first_node(engine, text)
    except (TypeError, RuntimeError, NotImplementedError, AttributeError):
        return  # a call that is an error: compared elsewhere
    queue = [(theirs, ours)] if theirs is not None else []
    seen = set()
    while queue:
        a, b = queue.pop()
        if a in seen:
            continue
        seen.add(a)
        yield a, b
        if b is not None and edges(a) == edges(b):
            both = zip(a.next_functions, b.next_functions, strict=True)
            queue += [(x, y) for (x, _), (y, _) in both if x is not None]


# A constant operand of floor_divide: PyTorch does not count the edges of what has no derivative.
OTHER_EDGES = {"torch::autograd::NotImplemented"}


def test_names_and_edges_are_pytorchs(torch: Any) -> None:
    failures = {}
    for text in SAMPLES:
        for a, b in pairs(torch, text):
            shown = [
                (n.name(), type(n).__name__, repr(n).split(" object at ")[0], edges(n))
                for n in (a, b)
                if n is not None
            ]
            known = a.name() in OTHER_EDGES or "ReshapeAlias" in str(shown)
            if not known and (len(shown) < 2 or shown[0] != shown[1]):
                failures[text] = shown
    assert failures == {}


def plain(library: Any, value: Any) -> Any:
    """A saved value in a form in which both engines' can be compared."""
    if isinstance(value, library.Tensor):
        numbers = np.round(np.array(value.detach().tolist(), dtype=complex), 6)
        fn = value.grad_fn
        return str(value.dtype), numbers.tolist(), value.requires_grad, fn and fn.name()
    if isinstance(value, (tuple, list)):
        return type(value).__name__, [plain(library, v) for v in value]
    return repr(value)


def shown(library: Any, node: Any, name: str) -> Any:
    try:
        return plain(library, getattr(node, name))
    except (RuntimeError, AttributeError) as error:
        return type(error).__name__


AGREE = 0.8
"""How many of the values that PyTorch's nodes show ours show too. The rest is mostly tensors that our
rules do not need (they are None here: keeping them would cost memory), and dimensions counted from the
front that PyTorch keeps as they were given."""


def test_saved_values_are_pytorchs(torch: Any) -> None:
    same = total = 0
    for text in SAMPLES:
        for a, b in pairs(torch, text):
            for name in (n for n in dir(a) if n.startswith("_saved_")):
                total += 1
                same += shown(torch, a, name) == shown(engine, b, name)
    assert total > 2000
    assert same >= AGREE * total, f"{same} of {total}"


def test_a_wrong_value_is_never_shown_for_an_operand(torch: Any) -> None:
    """A tensor that is shown at all is the one that PyTorch shows."""
    failures = {}
    for text in SAMPLES:
        for a, b in pairs(torch, text):
            for name in ("_saved_self", "_saved_other", "_saved_mat2", "_saved_target"):
                if not hasattr(a, name) or b is None or "einsum" in text:
                    continue
                theirs, ours = getattr(a, name), getattr(b, name, None)
                if theirs is None or ours is None or not isinstance(ours, engine.Tensor):
                    continue
                if plain(torch, theirs)[:3] != plain(engine, ours)[:3]:
                    failures[text, name] = (theirs, ours)
    assert failures == {}


def test_every_node_that_has_names_of_its_own_exists() -> None:
    """The names of saved values speak of nodes that some operator makes."""
    made = {op.grad_fn for op in OPERATORS.values() if isinstance(op.grad_fn, str)}
    chosen = {plan.node_class.__name__ for op in OPERATORS.values() for plan in op._plans.values()}
    for text in SAMPLES:  # operators that choose the name of their node have to be called
        if not {*inspection._NAMES, *inspection._DIM_LISTS} <= made | chosen:
            node = first_node_or_none(text)
            chosen.add(type(node).__name__)
    missing = {*inspection._NAMES, *inspection._DIM_LISTS} - made - chosen
    assert missing == set()


def first_node_or_none(text: str) -> Any:
    try:
        return first_node(engine, text)
    except (TypeError, RuntimeError, NotImplementedError):
        return None


@pytest.mark.parametrize(
    "name",
    ["_saved_nothing", "_saved_self_sym_nothing", "_saved_", "nothing", "_raw_saved_nothing"],
)
def test_unknown_attributes_are_errors(name: str) -> None:
    x = engine.tensor([1.0, 2.0], requires_grad=True)
    y = engine.tensor([1.0, 2.0])
    y.requires_grad_()
    z = x.clone()
    z[0] = 1
    for node in [(x * y).grad_fn, x.sum().grad_fn, z.grad_fn, z.grad_fn.next_functions[0][0]]:
        with pytest.raises(AttributeError, match=f"has no attribute '{name}'"):
            getattr(node, name)
