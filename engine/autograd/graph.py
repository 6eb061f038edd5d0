"""PyTorch's `torch.autograd.graph`: edges of the graph, hooks on several gradients, saved tensors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

from engine.graph import backward as _engine
from engine.graph.hooks import RemovableHandle
from engine.graph.node import Node, Port
from engine.graph.saved_hooks import disable_saved_tensors_hooks, save_on_cpu, saved_tensors_hooks
from engine.graph.saved_mutation import allow_mutation_on_saved_tensors
from engine.graph.versions import mutated
from engine.tensor import Tensor

__all__ = [
    "GradientEdge",
    "Node",
    "allow_mutation_on_saved_tensors",
    "disable_saved_tensors_hooks",
    "get_gradient_edge",
    "increment_version",
    "register_multi_grad_hook",
    "save_on_cpu",
    "saved_tensors_hooks",
]


class GradientEdge(NamedTuple):
    """A place in the graph where a gradient is computed: an output of a node.

    It can stand for a tensor among the outputs or inputs of a backward pass.
    """

    node: Node
    output_nr: int
    ownership_token: Node | None = None


def get_gradient_edge(tensor: Tensor) -> GradientEdge:
    """Return the edge at which the gradient of `tensor` is computed.

    >>> import engine
    >>> x = engine.tensor(3.0, requires_grad=True)
    >>> edge = get_gradient_edge(x)
    >>> engine.autograd.grad(x ** 2, edge)
    (tensor(6.),)
    """
    if not tensor.requires_grad:
        raise RuntimeError(
            "It is not possible to get the gradient edge for a Tensor that does not require gradients"
        )
    return GradientEdge(_node_of(tensor), tensor.output_nr)


def _node_of(place: Tensor | GradientEdge) -> Node:
    """Return the node that makes a tensor, or that accumulates the gradient of a leaf."""
    from engine.graph.accumulate import accumulator

    if isinstance(place, GradientEdge):
        return place.node
    if place.requires_grad and place.grad_fn is None:
        return accumulator(place)
    fn = place.grad_fn
    if fn is None:
        raise AssertionError("Expected gradient function to be set")
    return fn


def target_of(edge: GradientEdge) -> Any:
    """Return what stands for an edge inside the engine: Note [Edges] in `engine.graph.node`."""
    from engine.graph.accumulate import AccumulateGrad

    node, number = edge.node, edge.output_nr
    if not isinstance(node, Node):
        raise RuntimeError(
            "GradientEdge's first object must be an autograd.graph.Node but got "
            + type(node).__name__
        )
    if isinstance(node, AccumulateGrad):
        return node.variable
    if not hasattr(node, "port_refs"):
        return node
    for port in node.ports():
        if port.number == number:
            return port
    return Port(node, number, None, None)  # an output that nobody holds: no gradient gets there


def increment_version(tensor: Tensor | Iterable[Tensor]) -> None:
    """Count an in-place change of a tensor, or of several, that autograd could not see."""
    if not isinstance(tensor, Iterable):
        raise RuntimeError("increment_version expect a Iterable[Tensor] as input")
    for t in (tensor,) if isinstance(tensor, Tensor) else tensor:
        if not isinstance(t, Tensor):
            raise RuntimeError(
                "increment_version expects each element of the iterable to be a tensor"
            )
        mutated(t)


class _MultiHandle(RemovableHandle):
    """The handles of one hook's parts, removed together."""

    __slots__ = ("_handles",)
    __module__ = "torch.autograd.graph"

    def __init__(self, handles: tuple[RemovableHandle, ...]) -> None:
        self._handles = handles

    def remove(self) -> None:
        """Remove the hook from all tensors."""
        for handle in self._handles:
            handle.remove()


def register_multi_grad_hook(
    tensors: Sequence[Tensor],
    fn: Callable[[Any], None],
    *,
    mode: Literal["all", "any"] = "all",
) -> RemovableHandle:
    """Call `fn` once a backward pass with the gradients of several tensors; return its handle.

    mode: with "all", `fn` gets the list of all gradients when the last of them is there (None for
        tensors that the pass does not reach); with "any", it gets the first gradient.
    """
    if mode not in ("all", "any"):
        raise ValueError(f"Expects mode to be one of ('all', 'any') but got {mode}")
    return _MultiHandle(_all(tensors, fn) if mode == "all" else _any(tensors, fn))


def _all(tensors: Sequence[Tensor], fn: Callable[[Any], None]) -> tuple[RemovableHandle, ...]:
    nodes = [_node_of(t) for t in tensors]
    count = len(tensors)
    arrived: WeakKeyDictionary[_engine.Pass, list[Tensor | None]] = WeakKeyDictionary()
    missing: WeakKeyDictionary[_engine.Pass, int] = WeakKeyDictionary()

    def hook_of(place: int) -> Callable[[Tensor], None]:
        def hook(grad: Tensor) -> None:
            task = _engine.running[-1]
            if task not in arrived:
                arrived[task] = [None] * count
                missing[task] = sum(_executes(task, node) for node in nodes)
            grads = arrived[task]
            grads[place] = grad
            missing[task] -= 1
            if missing[task] == 0:
                fn(grads)
                del arrived[task], missing[task]

        return hook

    return tuple(t.register_hook(hook_of(i)) for i, t in enumerate(tensors))


def _executes(task: _engine.Pass, node: Node) -> bool:
    """Return whether a pass runs `node`, and so the hooks on the gradients that it makes or takes."""
    leaf = getattr(node, "variable", None)
    if leaf is None:
        return task.executes(node)
    if task.wanted is not None and not task.accumulating and task.executes(leaf):
        raise RuntimeError(
            "A leaf node was passed to _will_engine_execute_node but we are currently running "
            "autograd.grad(). This is currently not supported."
        )
    return task.executes(leaf)


def _any(tensors: Sequence[Tensor], fn: Callable[[Any], None]) -> tuple[RemovableHandle, ...]:
    ran: WeakKeyDictionary[_engine.Pass, bool] = WeakKeyDictionary()

    @wraps(fn)
    def hook(grad: Tensor) -> None:
        task = _engine.running[-1]
        if task not in ran:
            ran[task] = True
            fn(grad)

    return tuple(t.register_hook(hook) for t in tensors if t.requires_grad)
