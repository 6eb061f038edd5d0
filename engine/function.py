"""Custom Functions: operations whose forward and backward the user writes.

Note [Function]
`apply` runs `forward` without recording and makes one node, an instance of a class named after the
Function (`MyReLUBackward`), which is also the `ctx` that forward and backward see. In a backward
pass the node's `plan.vjps` is None, and `joint` calls the user's backward once for all edges.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import state
from engine.errors import explained
from engine.node import Freed, Node, Plan
from engine.tensor import Tensor, from_array, from_parts
from engine.versions import RESULT, TENSOR, counter_of, mutated, note_versions


class FunctionNode(Node):
    """The node of a custom Function, and the `ctx` of its forward and backward."""

    __slots__ = ("__dict__",)

    needs_input_grad: tuple[bool, ...]

    def save_for_backward(self, *tensors: Any) -> None:
        """Save tensors for backward, where `ctx.saved_tensors` has them; only in forward."""
        for t in tensors:
            if t is not None and not isinstance(t, Tensor):
                raise TypeError(
                    f"save_for_backward can only save variables, but argument "
                    f"{tensors.index(t)} is of type {type(t).__name__}"
                )
        self.__dict__["_to_save"] = tensors

    def mark_dirty(self, *tensors: Tensor) -> None:
        """Say which inputs forward changed in place; only in forward."""
        self.__dict__["_dirty"] = tensors

    def mark_non_differentiable(self, *tensors: Tensor) -> None:
        """Say which outputs have no gradient; only in forward."""
        self.__dict__["_non_differentiable"] = tensors

    def set_materialize_grads(self, value: bool) -> None:
        """Say whether backward gets zeros (True, the default) or None for unused outputs."""
        self.__dict__["_materialize"] = bool(value)

    @property
    def saved_tensors(self) -> tuple[Any, ...]:
        """What `save_for_backward` saved."""
        saved = self.saved
        if saved.__class__ is Freed:
            from engine.backward import freed_error

            raise freed_error(self, saved, Freed(None))
        found: list[Any] = []
        for (_, kind, _), value in zip(self.plan.entries, saved, strict=True):
            if value is None:
                found.append(None)
            elif kind == RESULT:
                number, data = value
                fn: Any = self
                if self.outputs > 1:
                    fn = next((p for p in self.ports() if p.number == number), None)
                found.append(from_parts(data, fn))
            else:
                found.append(value)
        return tuple(found)

    saved_variables = saved_tensors

    def __repr__(self) -> str:
        return f"<torch.autograd.function.{self.name()} object at {hex(id(self))}>"


class Function:
    """Base class of custom Functions: static methods `forward(ctx, ...)`, `backward(ctx, ...)`.

    >>> import engine
    >>> class Double(Function):
    ...     @staticmethod
    ...     def forward(ctx, x):
    ...         return x * 2
    ...     @staticmethod
    ...     def backward(ctx, grad):
    ...         return grad * 2
    >>> x = engine.tensor(3.0, requires_grad=True)
    >>> Double.apply(x)
    tensor(6., grad_fn=<DoubleBackward>)
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse the way Functions were called once."""
        raise explained(
            RuntimeError(
                "Legacy autograd function with non-static forward method is deprecated. Please use "
                "new-style autograd function with static forward method. (Example: "
                "https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)"
            ),
            help=f"write {type(self).__name__}.apply(...)",
        )

    @staticmethod
    def forward(*args: Any, **kwargs: Any) -> Any:
        """Compute the outputs: `forward(ctx, *inputs)`, or `forward(*inputs)` with setup_context."""
        raise NotImplementedError(
            "You must implement the forward function for custom autograd.Function."
        )

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Any) -> Any:
        """Prepare `ctx` after a forward that has no `ctx`."""
        raise NotImplementedError("setup_context is not implemented.")

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Any) -> Any:
        """Compute the gradients of the inputs from those of the outputs."""
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom "
            "autograd.Function to use it with backward mode AD."
        )

    @classmethod
    def apply(cls, *args: Any) -> Any:
        """Run forward on the arguments and record one node for it."""
        return _apply(cls, args)


def once_differentiable(backward: Any) -> Any:
    """Mark a Function's backward as one that cannot itself be differentiated."""

    def wrapper(ctx: Any, *args: Any) -> Any:
        from engine.modes import no_grad

        with no_grad():
            outputs = backward(ctx, *args)
        if not state.grad_enabled or not any(
            isinstance(a, Tensor) and a.requires_grad for a in args
        ):
            return outputs
        several = isinstance(outputs, tuple)
        made = tuple(
            _not_differentiable(o) if isinstance(o, Tensor) else o
            for o in (outputs if several else (outputs,))
        )
        return made if several else made[0]

    return wrapper


def _not_differentiable(tensor: Tensor) -> Any:
    class _DelayedError(Function):
        @staticmethod
        def forward(ctx: Any, value: Tensor) -> Any:
            return value.clone()

        @staticmethod
        def backward(ctx: Any, *grads: Any) -> Any:
            raise RuntimeError(
                "trying to differentiate twice a function that was marked with @once_differentiable"
            )

    from engine.node import LEAF

    return _DelayedError.apply(from_parts(tensor._data, LEAF))


def _node_class(cls: type[Function]) -> type[FunctionNode]:
    found = cls.__dict__.get("_backward_cls")
    if found is None:
        found = type(
            cls.__name__ + "Backward",
            (FunctionNode,),
            {"__slots__": (), "__module__": "torch.autograd.function", "_function": cls},
        )
        found.__qualname__ = cls.__name__ + "Backward"
        cls._backward_cls = found  # type: ignore[attr-defined]
    return found


def _apply(cls: type[Function], args: tuple[Any, ...]) -> Any:
    node = object.__new__(_node_class(cls))
    node.seq = state.next_seq()
    node.hooks = None
    node.saved = ()
    node.next = ()
    node.outputs = 1
    needs = tuple(isinstance(a, Tensor) and a._fn is not None for a in args)
    recording = state.grad_enabled and any(needs)
    node.needs_input_grad = needs
    separate = cls.setup_context is not Function.setup_context
    before = state.grad_enabled
    state.grad_enabled = False
    try:
        with _quiet():
            if separate:
                output = cls.forward(*args)
                cls.setup_context(node, args, output)
            else:
                output = cls.forward(node, *args)
    finally:
        state.grad_enabled = before
    several = isinstance(output, (tuple, list))
    outputs = tuple(output) if several else (output,)
    made = _attach(cls, node, args, outputs, needs, recording)
    if state.watch is not None:
        state.watch(_Called(cls.__name__, args), args, made if several else made[0])
    return made if several else made[0]


class _Called:
    """What an observer is told of a Function's call in place of an operator."""

    __slots__ = ("name", "params")

    def __init__(self, name: str, args: tuple[Any, ...]) -> None:
        self.name = name
        self.params = tuple(f"input{i}" for i in range(len(args)))


def _quiet() -> Any:
    from engine.observe import quiet

    return quiet()


def _attach(
    cls: type[Function],
    node: FunctionNode,
    args: tuple[Any, ...],
    outputs: tuple[Any, ...],
    needs: tuple[bool, ...],
    recording: bool,
) -> tuple[Any, ...]:
    """Make the outputs the node's, and fill in the node: plan, edges, saved tensors."""
    from engine import inplace
    from engine.dispatch import _describe
    from engine.node import LEAF, Port
    from engine.view_tracking import check as check_inplace

    state_of = node.__dict__
    dirty = state_of.pop("_dirty", ())
    fixed = state_of.pop("_non_differentiable", ())
    to_save = state_of.pop("_to_save", ())
    made: list[Any] = []
    for out in outputs:
        if not isinstance(out, Tensor):
            made.append(out)
        elif any(out is d for d in dirty):
            check_inplace(out)
            made.append(out)
        elif any(out is a for a in args):
            made.append(from_parts(out._materialize(), None))  # a view of the input, as in PyTorch
        else:
            made.append(out)
    if not recording:
        return tuple(made)
    plan = Plan()
    plan.vjps = None
    plan.joint = _joint
    plan.node_class = type(node)
    plan.arguments = tuple(f"input{i}" for i, need in enumerate(needs) if need)
    plan.tensor_vjps = ()
    plan.mode = 0
    edges: list[int | None] = []
    targets: list[Any] = []
    for a, need in zip(args, needs, strict=True):
        if need:
            edges.append(len(targets))
            targets.append(a if a._fn is LEAF else a._fn)
        elif isinstance(a, Tensor):
            edges.append(None)
    plan.edges = tuple(edges)
    node.next = tuple(targets)
    node.outputs = len(made)
    entries: list[tuple[int, int, str]] = []
    saved: list[Any] = []
    for i, t in enumerate(to_save):
        number = next((k for k, o in enumerate(outputs) if o is not None and o is t), None)
        if t is None:
            entries.append((i, -1, f"saved{i}"))
            saved.append(None)
        elif number is not None and not any(t is a for a in args):
            entries.append((i, RESULT, f"saved{i}"))
            saved.append((number, t._data))
        else:
            entries.append((i, TENSOR, f"saved{i}"))
            saved.append(t)
    plan.entries = tuple(entries)
    plan.trusted = False
    plan.saves_result = len(made) == 1 and any(kind == RESULT for _, kind, _ in entries)
    plan.frees = bool(to_save)
    node.plan = plan
    node.saved = tuple(saved)
    if saved:
        note_versions(node)
    ports = []
    for number, out in enumerate(made):
        if not isinstance(out, Tensor):
            continue
        if any(outputs[number] is t for t in fixed) or out._data.dtype.kind not in "fc":
            continue
        if any(out is d for d in dirty):
            counter_of(out)
            mutated(out)
        if len(made) == 1:
            _describe(node, out._data)
            fn: Any = node
        else:
            fn = Port(node, number, None, None)
            _describe(fn, out._data)
            ports.append(fn)
        if any(out is d for d in dirty):
            inplace.rebase(out, fn)
        else:
            out._fn = fn
    if len(made) > 1:
        from weakref import ref

        node._like = node._out_dtype = None
        node.port_refs = tuple(ref(p) for p in ports)
        node.__dict__["_shapes"] = tuple(
            (o._data.shape, o._data.dtype) if isinstance(o, Tensor) else None for o in made
        )
    return tuple(made)


def _joint(node: Any, grad: Any, create: bool) -> list[Any]:
    """Call the user's backward; return a gradient for each edge, arrays or tensors as the pass is."""
    grads = grad if isinstance(grad, tuple) else (grad,)
    given: list[Tensor | None] = []
    for i, g in enumerate(grads):
        if g is None:
            shape = node.__dict__["_shapes"][i]
            zero = node.__dict__.get("_materialize", True) and shape is not None
            given.append(from_array(np.zeros(*shape)[()]) if zero else None)
        else:
            given.append(g if isinstance(g, Tensor) else from_array(g))
    name = node.name()
    results = type(node)._function.backward(node, *given)
    if not isinstance(results, tuple):
        results = tuple(results) if isinstance(results, list) else (results,)
    needs = node.needs_input_grad
    if len(results) > len(needs) and all(r is None for r in results[len(needs) :]):
        results = results[: len(needs)]
    if len(results) != len(needs):
        raise explained(
            RuntimeError(
                f"function {name} returned an incorrect number of gradients "
                f"(expected {len(needs)}, got {len(results)})"
            ),
            labels=((getattr(node, "origin", None), f"the forward call that made {name}"),),
            help="backward returns one gradient for each argument of forward, None where none is due",
        )
    found: list[Any] = []
    for result, need in zip(results, needs, strict=True):
        if not need:
            continue
        if result is not None and not isinstance(result, Tensor):
            raise explained(
                RuntimeError(f"expected Variable or None (got {type(result).__name__})"),
                labels=((getattr(node, "origin", None), f"the forward call that made {name}"),),
                help="backward returns a tensor or None for each argument of forward",
            )
        if result is not None:
            _check_shape(node, len(found), result)
        found.append(result if create or result is None else result._data)
    return found


def _check_shape(node: Node, edge: int, result: Tensor) -> None:
    """Raise PyTorch's error unless a returned gradient has, or can be summed to, the input's shape."""
    like = node.next[edge]._like
    shape = like if like.__class__ is tuple else ()
    got = result._data.shape
    extra = len(got) - len(shape)
    if extra < 0 or any(n not in (1, m) for n, m in zip(shape, got[extra:], strict=True)):
        raise explained(
            RuntimeError(
                f"Function {node.name()} returned an invalid gradient at index {edge} - got "
                f"{list(got)} but expected shape compatible with {list(shape)}"
            ),
            labels=((getattr(node, "origin", None), f"the forward call that made {node.name()}"),),
            help="the gradient of an input has the input's shape",
        )
