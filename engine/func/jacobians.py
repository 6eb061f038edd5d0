"""Whole Jacobians and Hessians: products with all unit vectors as one batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.autograd.functional.jacobians import basis
from engine.func.arguments import chosen, named_like, refuse_complex
from engine.func.pytree import flatten, leaves, tree_map, unflatten
from engine.func.tangents import push, require_dual
from engine.func.transforms import _vjp_with_argnums
from engine.func.vmap import vmap
from engine.tensor import Tensor

__all__ = ["hessian", "jacfwd", "jacrev"]


def _unit_vectors(tensors: list[Tensor]) -> list[Tensor]:
    """Return the unit vectors of the space of all elements, in the shapes of the tensors, stacked."""
    parts = basis(tuple(tensors))
    n = parts[0].shape[0]
    return [part.view((n, *t.shape)) for part, t in zip(parts, tensors, strict=True)]


def jacrev(
    func: Callable[..., Any],
    argnums: int | tuple[int, ...] = 0,
    *,
    has_aux: bool = False,
    chunk_size: int | None = None,
) -> Callable[..., Any]:
    """Return a function that computes the Jacobian of `func` in reverse mode: row by row.

    For each tensor of the output the result has one of its shape followed by the argument's, for a
    structure of arguments such a structure of them.

    chunk_size: how many rows make one batch (None: all); the result is the same.
    For argnums and has_aux see `grad_and_value`; with aux, the new function returns (jacobian, aux).

    >>> import engine
    >>> jacrev(lambda x: x * x.sum())(engine.tensor([1.0, 2.0]))
    tensor([[4., 1.],
            [2., 5.]])
    """
    if chunk_size is not None and chunk_size <= 0:
        raise ValueError("jacrev: `chunk_size` should be greater than 0.")

    @named_like(func)
    def wrapper(*args: Any) -> Any:
        refuse_complex("jacrev", args, "inputs")
        output, pullback, aux, level = _vjp_with_argnums(func, args, argnums, has_aux)
        outputs, spec = flatten(output)
        refuse_complex("jacrev", outputs, "outputs")
        inputs, inputs_spec = flatten(chosen(args, argnums))
        sizes = [t.numel() for t in outputs]
        if sum(sizes):
            seeds = unflatten(_unit_vectors(outputs), spec)
            rows = level.release(leaves(vmap(pullback, chunk_size=chunk_size)(seeds)))
        else:
            rows = [t.new_zeros((0, *t.shape)) for t in inputs]
        by_input = [
            [
                piece.view((*out.shape, *t.shape))
                for piece, out in zip(row.split(sizes, dim=0), outputs, strict=True)
            ]
            for row, t in zip(rows, inputs, strict=True)
        ]
        found = [unflatten(of_output, inputs_spec) for of_output in zip(*by_input, strict=True)]
        jacobian = unflatten(found, spec)
        return (jacobian, aux) if has_aux else jacobian

    return wrapper


def jacfwd(
    func: Callable[..., Any],
    argnums: int | tuple[int, ...] = 0,
    has_aux: bool = False,
    *,
    randomness: str = "error",
) -> Callable[..., Any]:
    """Return a function that computes the Jacobian of `func` in forward mode: column by column.

    The results are those of `jacrev`. For randomness see `vmap`.

    >>> import engine
    >>> jacfwd(lambda x: x * x.sum())(engine.tensor([1.0, 2.0]))
    tensor([[4., 1.],
            [2., 5.]])
    """

    @named_like(func)
    def wrapper(*args: Any) -> Any:
        refuse_complex("jacfwd", args, "inputs")
        inputs, inputs_spec = flatten(chosen(args, argnums))
        sizes = [t.numel() for t in inputs]
        for t in inputs:
            require_dual(t, None)

        def along(directions: Any) -> Any:
            linear, outputs, spec, aux = push(func, args, argnums, has_aux)
            refuse_complex("jacfwd", outputs, "outputs")
            tangents = unflatten(linear(leaves(directions)), spec)
            return (tangents, aux) if has_aux else tangents

        aux = None
        if sum(sizes):
            directions = unflatten(_unit_vectors(inputs), inputs_spec)
            columns = vmap(along, randomness=randomness)(directions)
        else:
            once = along(chosen(args, argnums))
            columns = tree_map(lambda t: t.new_zeros((1, *t.shape))[:0], once)
        if has_aux:
            columns, aux = columns
        columns, spec = flatten(columns)
        found = [
            unflatten(
                [
                    piece.unflatten(-1, t.shape) if t.dim() else piece.squeeze(-1)
                    for piece, t in zip(
                        column.movedim(0, -1).split(sizes, dim=-1), inputs, strict=True
                    )
                ],
                inputs_spec,
            )
            for column in columns
        ]
        jacobian = unflatten(found, spec)
        return (jacobian, tree_map(lambda t: t[0], aux)) if has_aux else jacobian

    return wrapper


def hessian(func: Callable[..., Any], argnums: int | tuple[int, ...] = 0) -> Callable[..., Any]:
    """Return a function that computes the Hessian of `func`: forward mode over reverse mode.

    >>> import engine
    >>> hessian(lambda x: x.prod() ** 2)(engine.tensor([1.0, 2.0]))
    tensor([[8., 8.],
            [8., 2.]])
    """
    return jacfwd(jacrev(func, argnums), argnums)
