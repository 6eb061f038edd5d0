"""Whether backward functions can do without the gradients of some outputs, or of all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from engine.autograd.checking.tensors import (
    GradcheckError,
    Tensors,
    differentiable_outputs,
    nested_requiring_grad,
)
from engine.autograd.passes import grad
from engine.creation import zeros_like
from engine.graph.node import Node, Port
from engine.modes import no_grad
from engine.tensor import Tensor
from engine.warn import warn

_SEE = (
    'Please look at "Notes about undefined output gradients" in "tools/autograd/derivatives.yaml"'
)


def require_undefined(func: Callable[..., Any], inputs: tuple[Any, ...]) -> None:
    """Refuse a function that fails, or gives a gradient, when outputs have no gradient.

    First none of the outputs has one, then, if there are several, one after the other has none and
    the others have zeros.
    """
    wanted = nested_requiring_grad(inputs)
    outputs = differentiable_outputs(func(*inputs))
    _require(partial(_without_gradients, outputs))
    for missing in range(len(outputs)) if len(outputs) > 1 else ():
        others = differentiable_outputs(func(*inputs))
        given = [output for i, output in enumerate(others) if i != missing]
        _require(partial(_with_zeros, given, wanted))


def _with_zeros(outputs: list[Tensor], wanted: list[Tensor]) -> list[Tensor | None]:
    zeros = [zeros_like(output.detach()) for output in outputs]
    return list(grad(outputs, wanted, zeros, allow_unused=True))


def _without_gradients(outputs: Tensors) -> list[Any]:
    """Return what custom Functions make of no gradient at all.

    Operators pass it on as it is, so that a backward pass has nothing to do; but PyTorch calls the
    backward of a Function all the same.
    """
    nodes: set[Node] = set()
    pending: list[Any] = [output.grad_fn for output in outputs]
    while pending:
        target = pending.pop()
        node = target.node if isinstance(target, Port) else target
        if isinstance(node, Node) and node not in nodes:
            nodes.add(node)
            pending.extend(node.next)
    found: list[Any] = []
    with no_grad():
        for node in sorted(nodes, key=lambda node: -node.seq):
            if getattr(type(node), "_function", None) is not None:
                several = hasattr(node, "port_refs")
                none = (None,) * node.outputs if several else None
                found.extend(node.plan.joint(node, none, True))
    return found


def _require(call: Callable[[], list[Any]]) -> None:
    try:
        found = call()
    except RuntimeError as error:
        _warn()
        raise GradcheckError(
            f"Expected backward function to handle undefined output grads. {_SEE}"
        ) from error
    if any(g is not None and not g.eq(0).all() for g in found):
        _warn()
        raise GradcheckError(
            "Expected all input grads to be undefined or zero when all output grads are undefined "
            f"or zero. {_SEE}"
        )


def _warn() -> None:
    warn(
        "Backwards compatibility: New undefined gradient support checking feature is enabled by "
        "default, but it may break existing callers of this function. If this is true for you, you "
        'can call this function with "check_undefined_grad=False" to disable the feature'
    )
