"""The backward pass of custom Functions: the user's backward is called, and what it returned checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.convert import broadcast_error
from engine.errors import Detail, detail_of, explained, returned_by
from engine.functions.node import FunctionNode, FunctionPlan, type_name
from engine.graph.node import Untracked
from engine.tensor import Tensor, from_array

if TYPE_CHECKING:
    from engine.errors import Origin


def make_plan(
    node_class: type[FunctionNode], kinds: tuple[bool | None, ...], recording: bool
) -> FunctionPlan:
    """Return the plan of nodes for one pattern of arguments; of calls not recorded it has no edges."""
    plan = FunctionPlan()
    plan.kinds = kinds
    plan.into_view = None
    plan.node_class = node_class
    plan.joint = gradients
    plan.vjps = None
    plan.tensor_vjps = ()
    plan.entries = plan.tensors = ()
    plan.places = None
    plan.mode = 0
    plan.saves_result = plan.trusted = False
    plan.frees = True
    tensors = [kind for kind in kinds if kind is not None] if recording else []
    numbers = iter(range(len(tensors)))
    plan.edges = tuple([next(numbers) if kind else None for kind in tensors])
    plan.arguments = tuple([f"input{i}" for i, kind in enumerate(tensors) if kind])
    return plan


def gradients(node: Any, grad: Any, create: bool) -> list[Any]:
    """Call the user's backward; return a gradient for each edge, arrays or tensors as the pass is."""
    grads = grad if grad.__class__ is tuple else (grad,)
    given = [
        node._zeros(i) if g is None else g if isinstance(g, Tensor) else from_array(g)
        for i, g in enumerate(grads)
    ]
    try:
        results = node.apply(*given)
    except Exception as error:
        _point_to_call(error, node)
        raise
    return _checked(node, results if isinstance(results, tuple) else (results,), create)


def _checked(node: FunctionNode, results: tuple[Any, ...], create: bool) -> list[Any]:
    """Return what backward returned for the edges, or raise PyTorch's error if it does not fit."""
    kinds = node.plan.kinds
    if len(results) > len(kinds) and all(r is None for r in results[len(kinds) :]):
        results = results[: len(kinds)]
    if len(results) != len(kinds):
        raise _wrong(
            node,
            f"function {node.name()} returned an incorrect number of gradients (expected "
            f"{len(kinds)}, got {len(results)})",
            "backward returns one gradient for each argument of forward, None where none is due",
        )
    of_tensors: list[Any] = []
    for position, (kind, g) in enumerate(zip(kinds, results, strict=True), 1):
        if kind is None:
            if g is not None:
                raise _wrong(
                    node,
                    f"function {node.name()} returned a gradient different than None at position "
                    f"{position}, but the corresponding forward input was not a Variable",
                    "backward returns None for arguments that are no tensors",
                )
            continue
        if g is not None and not isinstance(g, Tensor):
            raise _wrong(
                node,
                f"expected Variable or None (got {type_name(g)})",
                "backward returns a tensor or None for each argument of forward",
            )
        of_tensors.append(g)
    found: list[Any] = []
    for index, (edge, g) in enumerate(zip(node.plan.edges, of_tensors, strict=True)):
        if edge is None:
            continue
        if node.plan.into_view is not None and index == 0:
            g = _for_view(node, g)
        elif g is not None:
            target = node.next[edge]
            if target.__class__ is Untracked:
                g = None
            else:
                _check_fit(node, index, target, g)
        found.append(g if create or g is None else g._data)
    return found


def _for_view(node: FunctionNode, g: Tensor | None) -> Tensor | None:
    """Return the gradient of the view that the Function has changed, which is copied into the base's."""
    if g is None or not node.plan.into_view:
        return None
    shape = node._like if node._like.__class__ is tuple else ()
    wrong = broadcast_error(shape, g._data.shape)
    if wrong is not None:
        raise explained(wrong, labels=(_call_of(node),))
    return g


def _check_fit(node: FunctionNode, index: int, target: Any, g: Tensor) -> None:
    """Raise PyTorch's error if a gradient cannot be brought to its target's shape and dtype."""
    like = target._like
    shape, dtype = (like, target._out_dtype) if like.__class__ is tuple else ((), np.dtype(like))
    got = g._data.shape
    if got != shape:
        extra = len(got) - len(shape)
        if extra < 0 or any(n not in (1, m) for n, m in zip(shape, got[extra:], strict=True)):
            name = node.name() if node.plan.into_view is None else "torch::autograd::CopySlices"
            raise _wrong(
                node,
                f"Function {name} returned an invalid gradient at index {index} - got "
                f"{list(got)} but expected shape compatible with {list(shape)}",
                "the gradient of an input has the input's shape",
            )
    kind = g._data.dtype.kind
    if kind != "f" and (kind == "c") != (dtype.kind == "c"):
        raise _wrong(
            node,
            "Expected isFloatingType(grad.scalar_type()) || (input_is_complex == grad_is_complex) "
            "to be true, but got false.  (Could this error message be improved?  If so, please "
            "report an enhancement request to PyTorch.)",
            f"the input is {dtype}, its gradient {g._data.dtype}",
        )


def _wrong(node: FunctionNode, text: str, help: str) -> RuntimeError:
    function = node._function
    returned = [(returned_by(f), "what it returned") for f in (function.backward, function.vjp)]
    return explained(RuntimeError(text), labels=(*returned, _call_of(node)), help=help)


def _call_of(node: FunctionNode) -> tuple[Origin | None, str]:
    return getattr(node, "origin", None), f"the forward call that made {node.name()}"


def _point_to_call(error: Exception, node: FunctionNode) -> None:
    """Let an exception of the user's backward show the call in the forward pass, too."""
    if hasattr(error, "detail") and not isinstance(error.detail, Detail):
        return  # an attribute of the script's own exception
    detail = detail_of(error)
    explained(error, (*detail.labels, _call_of(node)), detail.notes, detail.help)
