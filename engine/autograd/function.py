"""PyTorch's `torch.autograd.function`: what one derives a Function from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn
from weakref import ref

from engine import state
from engine.functions.function import Function
from engine.functions.node import FunctionCtx, FunctionNode
from engine.graph.node import Node, Plan, Port, describe
from engine.tensor import Tensor

BackwardCFunction = FunctionNode

__all__ = [
    "BackwardCFunction",
    "Function",
    "FunctionCtx",
    "InplaceFunction",
    "NestedIOFunction",
    "once_differentiable",
]


class InplaceFunction(Function):
    """A Function of old; derive from `Function` instead."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace


class NestedIOFunction(Function):
    """A Function of old, for nested inputs and outputs; derive from `Function` instead."""

    def forward_extended(self, *input: Any) -> None:
        """Compute the outputs."""
        raise NotImplementedError

    def backward_extended(self, *grad_output: Any) -> None:
        """Compute the gradients."""
        raise NotImplementedError


def once_differentiable(fn: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a Function's backward as one that cannot itself be differentiated.

    It runs without recording; if its gradients require grad all the same, going through them is an
    error.
    """

    @wraps(fn)
    def wrapper(ctx: Any, *args: Any, **kwargs: Any) -> Any:
        enabled = state.grad_enabled
        state.grad_enabled = False
        try:
            outputs = fn(ctx, *args, **kwargs)
        finally:
            state.grad_enabled = enabled
        if not enabled or not any(isinstance(a, Tensor) and a.requires_grad for a in args):
            return outputs
        several = outputs if isinstance(outputs, tuple) else (outputs,)
        made = _not_differentiable(several)
        return made if len(made) > 1 else made[0]

    return wrapper


class _Error(Node):
    """The node of gradients that cannot be differentiated."""

    __slots__ = ()
    __module__ = "torch"

    def name(self) -> str:
        """Return PyTorch's name for such nodes."""
        return "torch::autograd::Error"


_Error.__name__ = _Error.__qualname__ = "Error"


def _refuse(node: Node, grad: Any, create: bool) -> NoReturn:
    raise RuntimeError(
        "trying to differentiate twice a function that was marked with @once_differentiable"
    )


def _not_differentiable(outputs: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the gradients as outputs of a node that refuses to run; what is None stays None."""
    leaves = []
    for tensor in outputs:
        leaf = None if tensor is None else tensor.detach().requires_grad_()
        leaves.append(leaf)
    plan = Plan()
    plan.node_class = _Error
    plan.joint = _refuse
    plan.vjps = None
    plan.tensor_vjps = plan.entries = plan.tensors = ()
    plan.places = None
    plan.mode = 0
    plan.saves_result = plan.trusted = plan.frees = False
    node = object.__new__(_Error)
    node.plan = plan
    node.seq = state.next_seq()
    node.hooks = None
    node.saved = ()
    node.next = tuple(leaf for leaf in leaves if leaf is not None)
    places = iter(range(len(node.next)))
    plan.edges = tuple(None if leaf is None else next(places) for leaf in leaves)
    plan.arguments = tuple(f"input{i}" for i, leaf in enumerate(leaves) if leaf is not None)
    made: list[Any] = []
    ports: list[Port] = []
    for number, leaf in enumerate(leaves):
        if leaf is not None:
            alias = leaf.detach()
            port = Port(node, number, None, None)
            describe(port, alias._data)
            alias._fn = port
            ports.append(port)
        made.append(None if leaf is None else alias)
    node.outputs = len(made)
    node.port_refs = tuple(ref(port) for port in ports)
    return tuple(made)
