"""Checkpoints: parts of a graph that save no values, and are computed anew in the backward pass.

Note [Checkpoints]
The reentrant form is a custom Function: forward runs without recording, backward runs it again with
recording and starts a backward pass of its own. The other form records as usual, but what nodes save
is dropped: each saved tensor becomes a `Holder`. When the backward pass asks for the first of them,
the function is run again, and what its nodes would save is put into the holders, in the same order;
after the last one the run is broken off (see `engine.utils.recomputation`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from engine import state
from engine.errors import explained
from engine.functions.function import Function
from engine.graph import backward as _passes
from engine.graph.saved_hooks import saved_tensors_hooks
from engine.modes import enable_grad, no_grad
from engine.random import get_rng_state
from engine.tensor import Tensor
from engine.utils.recomputation import CheckpointError, Frame, RandomState
from engine.warn import warn

__all__ = [
    "CheckpointError",
    "CheckpointFunction",
    "checkpoint",
    "checkpoint_sequential",
    "noop_context_fn",
    "set_checkpoint_early_stop",
]


def noop_context_fn() -> tuple[Any, Any]:
    """Return two contexts that do nothing, for the first and the second run."""
    return nullcontext(), nullcontext()


# -- the reentrant form ----------------------------------------------------------------------------


class CheckpointFunction(Function):
    """The reentrant form, as a Function: Note [Checkpoints]."""

    __module__ = "torch.utils.checkpoint"

    @staticmethod
    def forward(ctx: Any, run_function: Any, preserve_rng_state: bool, *args: Any) -> Any:
        """Run the function without recording."""
        if not any(isinstance(a, Tensor) and a.requires_grad for a in args):
            warn("None of the inputs have requires_grad=True. Gradients will be None")
        ctx.run_function = run_function
        ctx._rng_state = get_rng_state() if preserve_rng_state else None
        ctx.inputs = [None if isinstance(a, Tensor) else a for a in args]
        ctx._places = [i for i, a in enumerate(args) if isinstance(a, Tensor)]
        ctx.save_for_backward(*[args[i] for i in ctx._places])
        with no_grad():
            return run_function(*args)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Run the function again, recorded, and a backward pass through it."""
        task = _passes.running[-1]
        if task.wanted is not None or not task.accumulating:
            raise explained(
                RuntimeError(
                    "When use_reentrant=True, torch.utils.checkpoint is incompatible with .grad() "
                    "or passing an `inputs` parameter to .backward(). To resolve this error, you "
                    "can either set use_reentrant=False, or call .backward() without passing the "
                    "`inputs` argument."
                ),
                labels=((getattr(ctx, "origin", None), "the checkpoint is made here"),),
            )
        inputs = list(ctx.inputs)
        for place, saved in zip(ctx._places, ctx.saved_tensors, strict=True):
            detached = saved.detach()
            detached.requires_grad = saved.requires_grad
            inputs[place] = detached
        with RandomState(ctx._rng_state), enable_grad():
            outputs = ctx.run_function(*inputs)
        if isinstance(outputs, Tensor):
            outputs = (outputs,)
        roots = [
            (out, grads[i])
            for i, out in enumerate(outputs)
            if isinstance(out, Tensor) and out.requires_grad
        ]
        if not roots:
            raise RuntimeError(
                "none of output has requires_grad=True, this checkpoint() is not necessary"
            )
        from engine.autograd import backward

        backward([out for out, _ in roots], [grad for _, grad in roots])
        return (None, None, *[i.grad if isinstance(i, Tensor) else None for i in inputs])


_early_stop: bool | None = None


class set_checkpoint_early_stop:
    """Say in a `with` block whether second runs of checkpoints made there are broken off early."""

    def __init__(self, enable: bool) -> None:
        self._enable = enable

    def __enter__(self) -> None:
        global _early_stop
        self._before = _early_stop
        _early_stop = self._enable

    def __exit__(self, *exception: object) -> None:
        global _early_stop
        _early_stop = self._before


# -- what users call -------------------------------------------------------------------------------


def checkpoint(
    function: Callable[..., Any],
    *args: Any,
    use_reentrant: bool | None = None,
    context_fn: Callable[[], tuple[Any, Any]] = noop_context_fn,
    determinism_check: str = "default",
    debug: bool = False,
    early_stop: bool = True,
    **kwargs: Any,
) -> Any:
    """Return `function(*args)`, whose graph saves nothing and is computed anew when it is needed.

    use_reentrant: which form, see Note [Checkpoints]; False is PyTorch's advice.
    preserve_rng_state: whether the second run draws the random numbers of the first; True.
    context_fn: gives two contexts, for the first and the second run.
    determinism_check: "default" compares shape and dtype of what both runs save, "none" does not.
    early_stop: end the second run as soon as all saved values are there.

    >>> import engine
    >>> x = engine.tensor(2.0, requires_grad=True)
    >>> y = checkpoint(lambda x: x * x * x, x, use_reentrant=False)
    >>> y.backward()
    >>> x.grad
    tensor(12.)
    """
    if use_reentrant is None:
        warn(
            "torch.utils.checkpoint: the use_reentrant parameter should be passed explicitly. "
            "Starting in PyTorch 2.9, calling checkpoint without use_reentrant will raise an "
            "exception. use_reentrant=False is recommended, but if you need to preserve the current "
            "default behavior, you can pass use_reentrant=True. Refer to docs for more details on "
            "the differences between the two variants."
        )
        use_reentrant = True
    preserve = kwargs.pop("preserve_rng_state", True)
    if use_reentrant:
        _refuse(kwargs)
        if context_fn is not noop_context_fn or debug is not False:
            raise ValueError(
                "Passing `context_fn` or `debug` is only supported when use_reentrant=False."
            )
        return CheckpointFunction.apply(function, preserve, *args)
    if debug and context_fn is not noop_context_fn:
        raise ValueError("debug=True is incompatible with non-default context_fn")
    if determinism_check not in ("default", "none"):
        raise ValueError(
            f"determinism_check should be one of ['default', 'none'], but got {determinism_check}"
        )
    forward_context, again_context = context_fn()
    start = get_rng_state() if preserve else None
    if not state.grad_enabled:
        return function(*args, **kwargs)

    def again(*args: Any) -> None:
        with RandomState(start), again_context:
            function(*args, **kwargs)

    stops = early_stop if _early_stop is None else _early_stop
    frame = Frame(again, args, stops, determinism_check == "default")
    with saved_tensors_hooks(frame.pack, frame.unpack), forward_context:
        result = function(*args, **kwargs)
    frame.complete = True
    return result


def _refuse(kwargs: dict[str, Any]) -> None:
    if kwargs:
        raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))


def checkpoint_sequential(
    functions: Any, segments: int, input: Any, use_reentrant: bool | None = None, **kwargs: Any
) -> Any:
    """Run functions one after the other, in `segments` groups that are checkpoints but the last.

    functions: a Sequential, or a list of functions.

    >>> import engine
    >>> x = engine.tensor(0.5, requires_grad=True)
    >>> checkpoint_sequential([engine.exp, engine.log], 2, x, use_reentrant=False)
    tensor(0.5000, grad_fn=<LogBackward0>)
    """
    if use_reentrant is None:
        warn(
            "torch.utils.checkpoint.checkpoint_sequential: the use_reentrant parameter should be "
            "passed explicitly. In version 2.9 we will raise an exception if use_reentrant is not "
            "passed. use_reentrant=False is recommended, but if you need to preserve the current "
            "default behavior, you can pass use_reentrant=True. Refer to docs for more details on "
            "the differences between the two variants."
        )
        use_reentrant = True
    preserve = kwargs.pop("preserve_rng_state", True)
    _refuse(kwargs)
    from engine.nn.modules.container import Sequential

    if isinstance(functions, Sequential):
        functions = list(functions.children())

    def run(part: list[Any]) -> Callable[[Any], Any]:
        def forward(input: Any) -> Any:
            for function in part:
                input = function(input)
            return input

        return forward

    size = len(functions) // segments
    end = 0
    for start in range(0, size * (segments - 1), size):
        end = start + size
        input = checkpoint(
            run(functions[start:end]),
            input,
            use_reentrant=use_reentrant,
            preserve_rng_state=preserve,
        )
    return run(functions[end:])(input)
