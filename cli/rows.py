"""From recorded rows to the report's nodes and edges: values as arrays, names, reasons."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cli.report import Array, Edge, HookCall, Node, Report, Scope
from cli.tensors import is_tensor

if TYPE_CHECKING:
    from cli.calls import Call
    from cli.recorder import Recorder, Row
    from engine.tensor import Tensor
    from grammar.run import Script

_DETACHING = ("detach", "detach_", "data")


def as_array(tensor: Tensor) -> Array:
    """Return a tensor's values as an array of its dtype; of a mapped tensor those of all examples."""
    from engine.batched import all_examples

    return all_examples(tensor).detach().numpy()


def fill(
    report: Report,
    recorder: Recorder,
    script: Script,
    namespace: Mapping[str, Any],
    higher: Mapping[int, list[Any]],
) -> None:
    """Put the recorder's rows into the report.

    higher: for the ids of leaves, their gradients of order 2, 3, …
    """
    names, modules = _names(namespace)
    for id_, call in enumerate(recorder.calls):
        report.scopes.append(_scope(id_, call, modules))
    for row in recorder.rows:
        report.nodes.append(_node(row, recorder, script, names, higher))
    for row in recorder.rows:
        report.edges += _edges(row, recorder)
    report.omitted = recorder.omitted


def nodes_of(
    rows: list[Row], recorder: Recorder, script: Script, namespace: Mapping[str, Any]
) -> list[Node]:
    """Return the nodes of rows that the report itself does not have."""
    names, _ = _names(namespace)
    return [_node(row, recorder, script, names, {}) for row in rows]


def leaf_names(namespace: Mapping[str, Any]) -> dict[int, str]:
    """Return the names of a script's tensors, the parameters of its modules included, by id."""
    return _names(namespace)[0]


def _names(namespace: Mapping[str, Any]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the names of the script's tensors and of its modules, by id.

    A module's tensors and modules have the path that leads to them.
    """
    names: dict[int, str] = {}
    paths: dict[int, str] = {}
    inside: list[tuple[str, Any]] = []
    modules = sys.modules.get("engine.nn.modules.module")  # unless loaded, there are none
    for name, value in namespace.items():
        if is_tensor(value):
            names[id(value)] = name
        elif modules is not None and isinstance(value, modules.Module):
            inside.append((name, value))
    for path, module in inside:  # grows as we go; the script's own methods are not asked
        if id(module) in paths:
            continue
        paths[id(module)] = path
        members = vars(module)
        for kind in ("_parameters", "_buffers"):
            for name, tensor in members.get(kind, {}).items():
                names.setdefault(id(tensor), f"{path}.{name}")
        for name, child in members.get("_modules", {}).items():
            if child is not None:
                inside.append((f"{path}.{name}", child))
    names.pop(id(None), None)
    return names, paths


def _scope(id_: int, call: Call, modules: Mapping[int, str]) -> Scope:
    if call.module is None:
        name = call.function.replace("<locals>.", "").replace("<lambda>", "lambda")
        return Scope(id_, call.parent, name, "")
    kind = type(call.module).__name__
    return Scope(id_, call.parent, modules.get(id(call.module), kind), kind)


def _edges(row: Row, recorder: Recorder) -> Iterator[Edge]:
    seen: dict[tuple[int, str], int] = {}
    for key in zip(row.inputs, row.arguments, strict=True):
        place = seen[key] = seen.get(key, -1) + 1
        flowed = recorder.flowed(row, *key)
        yield Edge(row.id, *key, as_array(flowed[place]) if place < len(flowed) else None)


def _maybe(tensor: Any) -> Array | None:
    return None if tensor is None else as_array(tensor)


def _node(
    row: Row,
    recorder: Recorder,
    script: Script,
    names: Mapping[int, str],
    higher: Mapping[int, list[Any]],
) -> Node:
    tensor = row.tensor
    from engine.graph.inspection import has_place

    node = Node(row.id, row.name, row.name or row.operation, _value(row))
    node.shape = tuple(node.value.shape)
    node.dtype = node.value.dtype.name
    if row.origin is not None:
        place = script.place(row.origin)
        node.expr = place.text or row.operation
        node.line, node.column = place.span.line, place.span.column
        node.name = place.name
        if place.names and row.output_nr < len(place.names):
            node.name = place.names[row.output_nr]
    # A function's own name for what it returns says less than the variable that holds it.
    if row.name is None and names.get(id(tensor)) is not None:
        node.name = names[id(tensor)]
    node.is_leaf = row.grad_fn is None
    node.grad_fn = None if row.grad_fn is None else row.grad_fn.name()
    node.inputs = list(row.inputs)
    node.requires_grad = row.requires_grad
    node.retains_grad = tensor.retains_grad
    node.operation = row.operation
    node.replaces = row.replaces
    node.scope = row.scope
    # Reading .grad of a non-leaf that keeps none warns, as in PyTorch; and what was a leaf when the
    # row was made, in a transform or before a change in place, need not be one any more.
    leaf = node.is_leaf and has_place(tensor) and tensor.is_leaf
    grad = tensor.grad if leaf or tensor.retains_grad else None
    node.grad = _maybe(grad)
    if grad is None:
        node.why_no_grad = _why(row, recorder)
    node.adjoint = _maybe(row.adjoint)
    node.higher = [_maybe(value) for value in higher.get(id(tensor), ())]
    node.hooks = [
        HookCall(call, as_array(before), as_array(after), output)
        for call, before, after, output in row.hooks
    ]
    return node


def _value(row: Row) -> Array:
    import numpy

    tensor = row.tensor
    if row.value is None:
        return as_array(tensor)
    if isinstance(row.value, numpy.ndarray):
        return row.value
    return numpy.array(row.value, dtype=tensor.dtype.numpy)


def _why(row: Row, recorder: Recorder) -> str:
    """Return why the `.grad` of a row is None."""
    if not row.requires_grad:
        if row.operation in _DETACHING:
            return "detached"
        if row.under_no_grad:
            kinds = row.tensor.is_floating_point() or row.tensor.is_complex()
            return "no_grad" if kinds else "not differentiable"
        return "constant"
    if row.grad_fn is not None and not row.tensor.retains_grad:
        return "not a leaf"
    if recorder.passes == 0:
        return "no backward yet"
    if row.id in recorder.reached:
        return "not accumulated"
    return "freed" if row.freed else "unused"
