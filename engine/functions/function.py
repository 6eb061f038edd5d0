"""Custom Functions: operations whose forward and backward the user writes.

Note [Function]
`apply` runs `forward` without recording and makes one node, an instance of a class named after the
Function (`MyReLUBackward`), which is also the `ctx` that forward and backward see. In a backward
pass the node's `plan.vjps` is None, and `joint` calls the user's backward once for all edges.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any

from engine import state
from engine.errors import explained
from engine.functions.backward import make_plan
from engine.functions.node import FunctionCtx, FunctionNode, FunctionPlan, not_implemented
from engine.functions.outputs import attach
from engine.graph.node import LEAF
from engine.tensor import Tensor
from engine.warn import warn

new = object.__new__


class Function(FunctionCtx):
    """Base class of custom Functions: static methods `forward(ctx, ...)`, `backward(ctx, ...)`.

    With `setup_context(ctx, inputs, output)`, forward is called without ctx. Instances are of no use:
    all methods are static, and `ctx` is the node in the graph.

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

    _backward_cls: type[FunctionNode]
    _plans: dict[Any, FunctionPlan]

    generate_vmap_rule = False
    clear_saved_tensors_on_access = False
    """Whether `ctx.saved_tensors` can be read only once, so that the values go as soon as possible."""
    boxed_grads_call = False
    """Whether backward gets the gradients as one list, which it may empty as it goes."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        _make_node_class(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        warn(
            f"{self.__class__} should not be instantiated. Methods on autograd functions are all "
            "static, so you should invoke them on the class itself. Instantiating an autograd "
            "function will raise an error in a future version of PyTorch.",
            DeprecationWarning,
        )

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

    backward = staticmethod(not_implemented)
    vjp = backward

    @staticmethod
    def jvp(ctx: Any, *grad_inputs: Any) -> Any:
        """Compute the tangents of the outputs from those of the inputs: forward mode, left out."""
        raise NotImplementedError(
            "You must implement the jvp function for custom autograd.Function to use it with "
            "forward mode AD."
        )

    @staticmethod
    def vmap(info: Any, in_dims: tuple[int | None, ...], *args: Any) -> Any:
        """Compute the outputs for a batch of inputs."""
        raise NotImplementedError(
            "To use autograd.Function with vmap, you must either override the vmap staticmethod or "
            "set generate_vmap_rule=True."
        )

    @classmethod
    def apply(cls, *args: Any, **kwargs: Any) -> Any:
        """Run forward on the arguments and record one node for it."""
        separate = cls.setup_context is not Function.setup_context
        if separate:
            args, kwargs = _with_defaults(cls.forward, args, kwargs)
        elif state.levels:
            raise RuntimeError(
                "In order to use an autograd.Function with functorch transforms (vmap, grad, jvp, "
                "jacrev, ...), it must override the setup_context staticmethod. For more details, "
                "please see https://pytorch.org/docs/main/notes/extending.func.html"
            )
        if kwargs:
            args = _positional(cls.forward, args, kwargs, 0 if separate else 1)
        if state.vmap is not None:
            from engine.func.mapped_functions import call

            made = call(cls, args)
            if made is not NotImplemented:
                return made
        return _call(cls, args, separate)


def _make_node_class(cls: type[Function]) -> None:
    name = cls.__name__ + "Backward"
    cls._backward_cls = type(name, (FunctionNode,), {"__slots__": (), "_function": cls})
    cls._plans = {}


_make_node_class(Function)


def _with_defaults(
    forward: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments in forward's order, defaults among them: setup_context sees them all."""
    if not kwargs and forward.__class__ is FunctionType:
        code = forward.__code__
        if code.co_argcount == len(args) and not code.co_kwonlyargcount:
            return args, kwargs
    from inspect import signature

    bound = signature(forward).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.args, bound.kwargs


def _positional(
    forward: Any, args: tuple[Any, ...], kwargs: dict[str, Any], skipped: int
) -> tuple[Any, ...]:
    """Return the arguments with those given by name in forward's order; none may be left out between.

    skipped: how many parameters are not the caller's (ctx).
    """
    code = getattr(forward, "__code__", None)
    names = code.co_varnames[skipped : code.co_argcount] if code is not None else ()
    for name in kwargs:
        if name not in names:
            raise TypeError(f"forward() got an unexpected keyword argument '{name}'")
        if name in names[: len(args)]:
            raise TypeError(f"forward() got multiple values for argument '{name}'")
    last = max(names.index(name) for name in kwargs)
    found = list(args)
    for position in range(len(args), last + 1):
        if names[position] not in kwargs:
            raise TypeError(
                f"forward() missing required argument: '{names[position]}' (position {position})"
            )
        found.append(kwargs[names[position]])
    return tuple(found)


def _call(cls: type[Function], args: tuple[Any, ...], separate: bool) -> Any:
    enabled = state.grad_enabled
    kinds = tuple(
        [
            a._fn is not None
            if a.__class__ is Tensor
            else (a.requires_grad if isinstance(a, Tensor) else None)
            for a in args
        ]
    )
    recording = enabled and True in kinds
    plan = cls._plans.get((kinds, recording))
    if plan is None:
        plan = cls._plans[kinds, recording] = make_plan(cls._backward_cls, kinds, recording)
    node = new(cls._backward_cls)
    node.plan = plan
    node.next = (
        tuple([a if a._fn is LEAF else a._fn for a, kind in zip(args, kinds, strict=True) if kind])
        if recording
        else ()
    )
    node.seq = state.next_seq()  # after looking at `_fn`, which may make a node
    node.hooks = None
    node.outputs = 1
    node.needs_input_grad = tuple([kind is True for kind in kinds])
    state.grad_enabled = False
    try:
        if state.observer is None:
            output = _forward(cls, node, args, separate)
        else:
            from engine.observe import quiet

            with quiet():
                output = _forward(cls, node, args, separate)
    finally:
        state.grad_enabled = enabled
    if state.watch is not None:
        from engine.observe import script_origin

        origin = script_origin()
        if origin is not None:
            node.origin = origin
    outputs = output if isinstance(output, tuple) else (output,)
    saving = recording and node.to_save is not None
    if saving:
        node._check_wanted()
    made = attach(node, args, outputs, recording, separate)
    if saving:
        node._keep(made)
    if node.dirty_tensors is not None:
        node.dirty_tensors = None
    if node.saved_for_forward is not None:
        node.saved_for_forward = None
    if state.watch is not None:
        _report(cls, args, made)
    return made if outputs is output else made[0]


def _forward(cls: type[Function], node: FunctionNode, args: tuple[Any, ...], separate: bool) -> Any:
    if not separate:
        return cls.forward(node, *args)
    output = cls.forward(*args)
    cls.setup_context(node, args, output)
    return output


class _Called:
    """What a watcher is told of a Function's call in place of an operator."""

    __slots__ = ("name", "params")

    def __init__(self, name: str, count: int) -> None:
        self.name = name
        self.params = tuple(f"input{i}" for i in range(count))


def _report(cls: type[Function], args: tuple[Any, ...], made: tuple[Any, ...]) -> None:
    """Tell the watchers of a call that made tensors."""
    inputs = tuple(a for a in args if isinstance(a, Tensor))
    tensors = tuple(t for t in made if isinstance(t, Tensor))
    if tensors and state.watch is not None:
        called = _Called(cls.__name__, len(inputs))
        state.watch(called, inputs, tensors[0] if len(tensors) == 1 else tensors)
