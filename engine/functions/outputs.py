"""What a custom Function's forward returned gets its place in the graph, or is taken out of it.

Note [Outputs of Functions]
An output that forward computed simply becomes an output of the node. An input that comes back
unchanged is replaced by a view of it (the input keeps its own place in the graph), one that was
marked dirty is changed in place like by any operator: Note [In place]. Views that come out of a
Function must not be changed in place: that would put CopySlices in the place of the user's backward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

from engine import state
from engine.errors import explained
from engine.functions.backward import make_plan
from engine.functions.node import FunctionNode, among, as_marked
from engine.graph.node import LEAF, Port, describe
from engine.graph.versions import counter_of, mutated
from engine.tensor import Tensor, from_parts
from engine.views import inplace
from engine.views.making import CUSTOM, MULTIPLE, untracked
from engine.views.tracking import check
from engine.warn import warn

if TYPE_CHECKING:
    from collections.abc import Sequence


def attach(
    node: FunctionNode,
    inputs: Sequence[Any],
    outputs: tuple[Any, ...],
    recording: bool,
    separate: bool,
) -> tuple[Any, ...]:
    """Return a Function's outputs as the user gets them; other things than tensors as they are.

    recording: whether `node` becomes part of the graph.
    separate: whether the Function has a setup_context: it may not save an input that it returns.
    """
    if recording and len(outputs) == 1 and _is_plain(node, inputs, outputs[0]):
        describe(node, outputs[0]._data)
        outputs[0]._fn = node
        return outputs
    fixed = dirty = ()  # type: tuple[Any, ...]
    if node.non_differentiable is not None:
        fixed = _tensors(node, "non_differentiable")
    if node.dirty_tensors is not None:
        dirty = _tensors(node, "dirty_tensors")
        for tensor in dirty:
            mutated(tensor)
    several = recording and len(outputs) > 1
    if several:
        node._like = node._out_dtype = None
        node.port_refs = ()
    made: list[Any] = []
    for number, out in enumerate(outputs):
        if several:
            node.outputs = number + 1  # if this one is refused, those before it are in the graph
        if not isinstance(out, Tensor):
            made.append(out)
            continue
        is_input = among(out, inputs)
        modified = bool(dirty) and among(out, dirty)
        if recording and _differentiable(out, fixed):
            if is_input and not modified:
                out = _returned(node, out, separate)
            target: Any = Port(node, number, None, None) if several else node
            describe(target, out._data)
            if modified:
                _check_change(out, is_input, several)
                _rebase(node, out, target)
            else:
                _place(out, target)
            if several:
                node.port_refs += (ref(target),)
        elif out.requires_grad:
            out = _cut_off(out, is_input)
        elif is_input and not modified:
            out = _returned(node, out, separate)
        meta = out._meta
        if meta is not None and meta.base is not None and not (is_input and modified):
            meta.restriction = CUSTOM
        made.append(out)
    for tensor in dirty:
        if not among(tensor, outputs):
            raise explained(
                RuntimeError(
                    "Some elements marked as dirty during the forward method were not returned as "
                    "output. The inputs that are modified inplace must all be outputs of the "
                    "Function."
                ),
                help="return from forward what you give to ctx.mark_dirty",
            )
    if several:
        _describe_several(node, made)
    return tuple(made)


def _is_plain(node: FunctionNode, inputs: Sequence[Any], out: Any) -> bool:
    """Return whether a single output needs nothing but the node: most do, and are done with fast."""
    return (
        out.__class__ is Tensor
        and out._data.dtype.kind == "f"
        and node.dirty_tensors is None
        and node.non_differentiable is None
        and (out._meta is None or out._meta.base is None)
        and not among(out, inputs)
    )


def _describe_several(node: FunctionNode, outputs: list[Any]) -> None:
    """Remember the outputs' shapes, for zeros in place of gradients, and forbid changes of views."""
    tensors = [o if isinstance(o, Tensor) else None for o in outputs]
    node._shapes = tuple([None if t is None else (t._data.shape, t._data.dtype) for t in tensors])
    if len(node.port_refs) > 1:
        for t in tensors:
            if t is not None and t._meta is not None and t._meta.base is not None:
                t._meta.restriction = MULTIPLE


def _differentiable(tensor: Tensor, fixed: tuple[Any, ...]) -> bool:
    """Return whether an output can have a gradient; `fixed` are those that were said to have none."""
    return tensor._data.dtype.kind in "fc" and not (fixed and among(tensor, fixed))


_MARKS = {
    "dirty_tensors": "mark_dirty can only accept variables, but argument ",
    "non_differentiable": "mark_non_differentiable only accepts variable arguments, but got ",
}


def _tensors(node: FunctionNode, name: str) -> tuple[Any, ...]:
    """Return the tensors that forward has marked, or raise PyTorch's error (its text ends there)."""
    marked = as_marked(
        name, node.dirty_tensors if name == "dirty_tensors" else node.non_differentiable
    )
    for i, tensor in enumerate(marked):
        if not isinstance(tensor, Tensor):
            raise explained(
                RuntimeError(_MARKS[name]), notes=(f"argument {i} is a {type(tensor).__name__}",)
            )
    return marked


def _returned(node: FunctionNode, tensor: Tensor, separate: bool) -> Tensor:
    """Return a view of an input that forward returned as it is; nothing is recorded for it.

    Raises PyTorch's error if setup_context has saved it.
    """
    if separate and node.to_save is not None:
        saved = (*as_marked("to_save", node.to_save), *(node.saved_for_forward or ()))
        if among(tensor, saved):
            raise explained(
                RuntimeError(
                    "An input that has been returned as-is as output is being saved for backward. "
                    "This is not supported if you override setup_context. You should return and "
                    "save a view of the input instead, e.g. with x.view_as(x) or setup ctx inside "
                    "the forward function itself."
                )
            )
    enabled = state.grad_enabled
    state.grad_enabled = False
    try:
        view: Tensor = tensor.view(tensor.shape)
    finally:
        state.grad_enabled = enabled
    return view


def _cut_off(tensor: Tensor, is_input: bool) -> Tensor:
    """Return an output that is to have no gradient without its place in the graph.

    Inputs keep theirs: an alias is returned. Views that were taken in forward still require grad, as
    those that are taken under no_grad do.
    """
    if is_input:
        alias = from_parts(tensor._materialize(), None)
        alias._get_meta().counter = counter_of(tensor)
        return alias
    if tensor._base is None:
        tensor._fn = None
    return tensor


def _place(tensor: Tensor, target: Any) -> None:
    """Give an output its place in the graph."""
    tensor._fn = target
    meta = tensor._meta
    if meta is not None and meta.base is not None and meta.counter is not None:
        meta.version = meta.counter.value  # what changed its storage before is forward's own affair


def _rebase(node: FunctionNode, tensor: Tensor, target: Any) -> None:
    """Give an input that was changed in place its new place in the graph."""
    meta = tensor._meta
    if meta is not None and meta.base is not None:
        meta.version = -1  # the checks have looked at the view: it is to be taken anew all the same
        counter_of(tensor).lapse()
        kinds = node.plan.kinds
        first = next(i for i, kind in enumerate(kinds) if kind is not None)
        if not kinds[first]:
            node.next = (untracked(tensor._data), *node.next)
        node.plan = make_plan(type(node), (*kinds[:first], True, *kinds[first + 1 :]), True)
        node.plan.into_view = meta.base._fn is not None
    inplace.rebase(tensor, target)


def _check_change(tensor: Tensor, is_input: bool, several: bool) -> None:
    """Raise PyTorch's error if a tensor that was marked dirty may not be changed in place."""
    if tensor._base is None and tensor._fn is LEAF:
        raise explained(
            RuntimeError(
                "a leaf Variable that requires grad has been used in an in-place operation."
            ),
            help="give the Function a copy (x.clone()), or call it inside torch.no_grad()",
        )
    if not is_input:
        warn(
            "ctx.mark_dirty() received a tensor that was not an input. Only input Tensors that have "
            "been mutated should be passed to ctx.mark_dirty()."
        )
    if several and tensor._base is not None:
        raise explained(
            RuntimeError(
                "If your Function modifies inplace an input that is a view of another Tensor, your "
                "Function cannot return more than one Tensor. This is not supported by the current "
                "autograd engine. You should either make sure the input is not a view (using "
                ".clone() for example) or make your Function only return one Tensor (potentially "
                "splitting it into two Functions: one doing the inplace that returns a single "
                "Tensor and a second one that does the other operations). You can ask on the forum "
                "https://discuss.pytorch.org/ if you need help to do this change."
            )
        )
    check(tensor)
