"""Forward mode: products of Jacobians with tangents, from the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.func.arguments import chosen, replaced, require_tensors, split_aux
from engine.func.forward import Pushforward, pushforward
from engine.func.pytree import Spec, flatten, unflatten
from engine.operators.views import _alias
from engine.tensor import Tensor

__all__ = ["jvp", "linearize", "push", "require_dual"]

_JVP = "jvp(f, primals, tangents)"


def jvp(
    func: Callable[..., Any],
    primals: Any,
    tangents: Any,
    *,
    strict: bool = False,
    has_aux: bool = False,
) -> tuple[Any, ...]:
    """Return func(*primals) and the product of its Jacobian with the tangents: J v.

    tangents: of the structure of the primals, which are a tuple.
    strict: an output that does not depend on the primals is an error.
    has_aux: func returns (output, aux), and aux is a third result.

    >>> import engine
    >>> x = engine.tensor([1.0, 2.0])
    >>> jvp(lambda x: x ** 2, (x,), (engine.tensor([1.0, 10.0]),))
    (tensor([1., 4.]), tensor([ 2., 40.]))
    """
    if not isinstance(primals, tuple):
        raise RuntimeError(
            f"{_JVP}: Expected primals to be a tuple. E.g. it should be valid to call f(*primals)."
        )
    flat, spec = flatten(primals)
    directions, given = flatten(tangents)
    if spec != given:
        raise RuntimeError(
            f"{_JVP}: Expected primals and tangents to have the same python structure. For example, "
            "if primals is a tuple of 3 tensors, tangents also must be. Got primals with structure "
            f"{spec} and tangents with structure {given}"
        )
    _require_list(flat, "primals")
    _require_list(directions, "tangents")
    for primal, tangent in zip(flat, directions, strict=True):
        require_dual(primal, tangent)
    jacobian, outputs, out_spec, aux = push(func, primals, None, has_aux)
    if strict and any(jacobian.independent()):
        raise RuntimeError(
            "jvp(f, primals, tangents, strict=True): The output of f is independent of the inputs. "
            "This is not allowed with strict=True."
        )
    values = [_alias(output) if output.requires_grad else output for output in outputs]
    result = unflatten(values, out_spec), unflatten(jacobian(directions), out_spec)
    return (*result, aux) if has_aux else result


def _require_list(values: list[Any], what: str) -> None:
    if not values:
        raise RuntimeError(f"{_JVP}: Expected {what} to contain at least one Tensor.")
    for value in values:
        if not isinstance(value, Tensor):
            raise RuntimeError(
                f"{_JVP}: Expected {what} to only contain Tensors, got {type(value)}"
            )


def require_dual(primal: Tensor, tangent: Tensor | None) -> None:
    """Refuse a primal and a tangent that PyTorch's `make_dual` refuses."""
    for what, tensor in (("primal", primal), ("tangent", tangent)):
        if tensor is not None and not (tensor.is_floating_point() or tensor.is_complex()):
            raise ValueError(
                f"Expected {what} to be floating point or complex, but got: {tensor.dtype}"
            )
    if tangent is not None and tangent.shape != primal.shape:
        raise RuntimeError(
            "Trying to set a forward gradient that has a different size than that of the original "
            f"Tensor, this is not supported. Tensor is of size {list(primal.shape)} while the given "
            f"forward gradient is of size {list(tangent.shape)}."
        )


def push(
    func: Callable[..., Any], args: tuple[Any, ...], argnums: Any, has_aux: bool
) -> tuple[Pushforward, list[Any], Spec, Any]:
    """Return the Jacobian of `func` as a map of tangents, its flat outputs, their structure, aux."""
    flat, spec = flatten(args if argnums is None else chosen(args, argnums))
    n = 0
    made: list[Any] = []

    def on_leaves(*inputs: Tensor) -> list[Any]:
        nonlocal n
        diff = unflatten(inputs, spec)
        result = func(*(diff if argnums is None else replaced(args, argnums, diff)))
        output, aux = split_aux(result, has_aux, _JVP)
        outputs, out_spec = flatten(output)
        require_tensors(outputs, _JVP)
        n = len(outputs)
        kept, aux_spec = flatten(aux)
        for leaf in kept if has_aux else ():
            if not isinstance(leaf, Tensor):
                raise RuntimeError(f"Expected tensors, got unsupported type {type(leaf)}")
        made.extend((out_spec, aux_spec))
        return [*outputs, *kept]

    outputs, jacobian = pushforward(on_leaves, flat, lambda results: results[:n], hidden=False)
    out_spec, aux_spec = made
    return jacobian, outputs[:n], out_spec, unflatten(outputs[n:], aux_spec)


def linearize(func: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[..., Any]]:
    """Return func(*primals), and its Jacobian there as a function of tangents: v -> J v.

    >>> import engine
    >>> value, linear = linearize(lambda x: x ** 2, engine.tensor([1.0, 2.0]))
    >>> linear(engine.tensor([1.0, 1.0])), linear(engine.tensor([0.0, 10.0]))
    (tensor([2., 4.]), tensor([ 0., 40.]))
    """
    flat, spec = flatten(primals)
    jacobian, outputs, out_spec, _ = push(func, primals, None, False)

    def linear(*tangents: Any) -> Any:
        directions, given = flatten(tangents)
        if given != spec:
            raise RuntimeError(
                f"Expected the tangents {given} to have the same argspec as the primals {spec}"
            )
        for i, (tangent, primal) in enumerate(zip(directions, flat, strict=True)):
            for what in ("shape", "dtype"):
                mine, other = (
                    (tangent.shape, primal.shape)
                    if what == "shape"
                    else (tangent.dtype, primal.dtype)
                )
                if mine != other:
                    raise RuntimeError(
                        f"tangent:{i} with {what} {mine} in flattened pytree doesn't match the "
                        f"{what} {other} of the corresponding primal."
                    )
        return unflatten(jacobian(directions), out_spec)

    return unflatten(outputs, out_spec), linear
