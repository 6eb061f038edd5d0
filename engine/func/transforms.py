"""Reverse mode: gradients of functions, and products with their Jacobians from the left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import state
from engine.autograd import passes
from engine.creation import zeros_like
from engine.func.arguments import (
    chosen,
    named_like,
    released,
    replaced,
    require_tensors,
    split_aux,
    tracked,
)
from engine.func.levels import Level
from engine.func.pytree import flatten, leaves, unflatten
from engine.tensor import Tensor

__all__ = ["grad", "grad_and_value", "vjp"]


def grad_and_value(
    func: Callable[..., Any], argnums: int | tuple[int, ...] = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """Return a function that computes the gradient and the value of a scalar function.

    argnums: which argument to differentiate, or a tuple of them (the gradient is then a tuple);
        an argument may be a nested structure of tensors, its gradient is one, too.
    has_aux: the function returns (output, aux), and the new one (gradient, (output, aux)).

    >>> import engine
    >>> grad_and_value(lambda x: x ** 2)(engine.tensor(3.0))
    (tensor(6.), tensor(9.))
    """
    api = "grad_and_value(f)(*args)"

    @named_like(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with Level() as level:
            diff = tracked(level, chosen(args, argnums))
            result = func(*replaced(args, argnums, diff), **kwargs)
            output, aux = split_aux(result, has_aux, api)
            if not isinstance(output, Tensor):
                raise RuntimeError(
                    f"{api}: Expected f(*args) to return a Tensor, got {type(output)}"
                )
            if output.dim() != 0:
                raise RuntimeError(
                    f"{api}: Expected f(*args) to return a scalar Tensor, got tensor with "
                    f"{output.dim()} dims. Maybe you wanted to use the vjp or jacrev APIs instead?"
                )
            inputs, spec = flatten(diff)
            outside = level.settle([output, *leaves(aux)])
            recorded = outside or level.heard
            grads = _pullback([output], inputs, None, create_graph=recorded, retain_graph=outside)
            if outside:
                level.silence([output])
        gradient = unflatten(level.release(grads), spec)
        value = level.release([output])[0]
        return (gradient, (value, released(level, aux))) if has_aux else (gradient, value)

    return wrapper


def grad(
    func: Callable[..., Any], argnums: int | tuple[int, ...] = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """Return a function that computes the gradient of a scalar function.

    See `grad_and_value`; with `has_aux` the new function returns (gradient, aux).

    >>> import engine
    >>> cube = lambda x: x ** 3
    >>> grad(cube)(engine.tensor(2.0)), grad(grad(cube))(engine.tensor(2.0))
    (tensor(12.), tensor(12.))
    """
    both = grad_and_value(func, argnums, has_aux)

    @named_like(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        gradient, value = both(*args, **kwargs)
        return (gradient, value[1]) if has_aux else gradient

    return wrapper


def _pullback(
    outputs: list[Tensor], inputs: list[Tensor], seeds: list[Any] | None, **options: Any
) -> list[Tensor]:
    """`autograd.grad` of those outputs that require grad; zeros where there is no gradient."""
    which = [i for i, output in enumerate(outputs) if output.requires_grad]
    found: tuple[Tensor | None, ...] = (None,) * len(inputs)
    if which and inputs:
        given = None if seeds is None else [seeds[i] for i in which]
        found = passes.grad(
            [outputs[i] for i in which], inputs, given, allow_unused=True, **options
        )
    return [zeros_like(t) if g is None else g for g, t in zip(found, inputs, strict=True)]


def vjp(func: Callable[..., Any], *primals: Any, has_aux: bool = False) -> tuple[Any, ...]:
    """Return func(*primals), and a function that multiplies cotangents with its Jacobian: u -> u^T J.

    The cotangents have the structure of the output; the products come as a tuple, one an argument.
    With `has_aux`, func returns (output, aux), and aux is a third result.

    >>> import engine
    >>> value, pullback = vjp(lambda x: x ** 2, engine.tensor([1.0, 2.0]))
    >>> pullback(engine.tensor([1.0, 10.0]))
    (tensor([ 2., 40.]),)
    """
    output, pullback, aux, _ = _vjp_with_argnums(func, primals, None, has_aux)
    return (output, pullback, aux) if has_aux else (output, pullback)


def _vjp_with_argnums(
    func: Callable[..., Any], primals: tuple[Any, ...], argnums: Any, has_aux: bool
) -> tuple[Any, Callable[..., Any], Any, Level]:
    """`vjp` with respect to the arguments that `argnums` chooses (None: all), and its level."""
    with Level() as level:
        if argnums is None:
            diff = args = tracked(level, primals)
        else:
            diff = tracked(level, chosen(primals, argnums))
            args = replaced(primals, argnums, diff)
        result, aux = split_aux(func(*args), has_aux, "vjp(f, *primals)")
        outputs, spec = flatten(result)
        require_tensors(outputs, "vjp(f, *primals)")
        level.settle([*outputs, *leaves(aux)])
        inputs, inputs_spec = flatten(diff)
        aux = released(level, aux) if has_aux else None
        for output in outputs:
            if not (output.is_floating_point() or output.is_complex()):
                raise RuntimeError(
                    "vjp(f, ...): All outputs of f must be floating-point or complex Tensors, got "
                    f"Tensor with dtype {output.dtype}"
                )

    def wrapper(
        cotangents: Any,
        retain_graph: bool = True,
        create_graph: bool | None = None,
    ) -> Any:
        seeds, given = flatten(cotangents)
        if given != spec:
            raise RuntimeError(
                "Expected pytree structure of cotangents to be the same as pytree structure of "
                f"outputs to the function. cotangents: {given.sketch()}, primal output: "
                f"{spec.sketch()}"
            )
        recorded = state.grad_enabled if create_graph is None else create_graph
        recorded = recorded and (
            level.foreign
            or level.heard
            or any(isinstance(s, Tensor) and s.requires_grad for s in seeds)
        )
        found = _pullback(outputs, inputs, seeds, retain_graph=retain_graph, create_graph=recorded)
        return unflatten(level.release(found), inputs_spec)

    return unflatten(level.release(outputs), spec), wrapper, aux, level
