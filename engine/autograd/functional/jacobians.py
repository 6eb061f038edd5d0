"""Whole Jacobians and Hessians, row by row or as one batch of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.autograd.functional.arguments import (
    NOT_ALLOWED,
    OF_JACOBIAN,
    OUTPUTS,
    Tensors,
    aliases,
    as_tuple,
    gradients,
    require_dependence,
    require_outputs,
    results,
    scalar_output,
    single,
)
from engine.creation import zeros_like
from engine.modes import enable_grad
from engine.operators.join import stack
from engine.tensor import Tensor

_HERE = "torch.autograd.functional.jacobian"


def jacobian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: str = "reverse-mode",
) -> Any:
    """Return the Jacobian of `func` at `inputs`.

    For one output and one input it is a tensor of the output's shape followed by the input's; for a
    tuple of outputs, or of inputs, a tuple of these; for both, a tuple (by output) of tuples.

    vectorize: all rows are computed as one batch.
    strategy: "reverse-mode", or "forward-mode" (only with `vectorize`): column by column.
    For the rest see `vjp`.

    >>> import engine
    >>> jacobian(lambda x: x * x.sum(), engine.tensor([1.0, 2.0]))
    tensor([[4., 1.],
            [2., 5.]])
    """
    if strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError(
            'Expected strategy to be either "forward-mode" or "reverse-mode". Hint: If your function '
            'has more outputs than inputs, "forward-mode" tends to be more performant. Otherwise, '
            'prefer to use "reverse-mode".'
        )
    if strategy == "forward-mode":
        if create_graph:
            raise NotImplementedError(
                f'{_HERE}: `create_graph=True` and `strategy="forward-mode"` are not supported '
                "together (yet). Please either set `create_graph=False` or "
                '`strategy="reverse-mode"`.'
            )
        return _by_columns(func, inputs, strict, vectorize)
    with enable_grad():
        several, given = as_tuple(inputs, "inputs", "jacobian")
        given = aliases(given, create_graph, True)
        several_out, outputs = as_tuple(func(*given), OUTPUTS, "jacobian")
        if strict:
            require_outputs(outputs)
        if vectorize:
            if strict:
                raise RuntimeError(
                    f"{_HERE}: `strict=True` and `vectorized=True` are not supported together. "
                    "Please either set `strict=False` or `vectorize=False`."
                )
            found = _batch(outputs, given, create_graph)
        else:
            found = tuple(
                _rows(i, output, given, create_graph, strict) for i, output in enumerate(outputs)
            )
        found = tuple(results(of_output, create_graph) for of_output in found)
        return single(tuple(single(of_output, several) for of_output in found), several_out)


def _rows(i: int, output: Tensor, inputs: Tensors, create_graph: bool, strict: bool) -> Tensors:
    """Return the Jacobian of one output with respect to each input, a backward pass a row."""
    found: list[list[Tensor]] = [[] for _ in inputs]
    flat = output.reshape(-1)
    for j in range(output.numel()):
        row = gradients((flat[j],), inputs, None, create_graph, retain_graph=True)
        for k, (g, t) in enumerate(zip(row, inputs, strict=True)):
            if strict and g is None:
                raise RuntimeError(
                    f"Output {i} of the user-provided function is independent of input {k}. "
                    f"{NOT_ALLOWED}."
                )
            if strict and create_graph and g is not None and not g.requires_grad:
                raise RuntimeError(
                    f"The jacobian of the user-provided function is independent of input {i}. "
                    f"{NOT_ALLOWED} when create_graph=True."
                )
            found[k].append(zeros_like(t) if g is None else g)
    return tuple(
        stack(rows, dim=0).view(output.size() + t.size())
        for rows, t in zip(found, inputs, strict=True)
    )


def _batch(outputs: Tensors, inputs: Tensors, create_graph: bool) -> tuple[Tensors, ...]:
    """Return the Jacobian of each output with respect to each input from one batch of gradients."""
    sizes = [output.numel() for output in outputs]
    flat = tuple(output.reshape(-1) for output in outputs)
    stacked = gradients(
        flat, inputs, basis(outputs), create_graph, retain_graph=True, is_grads_batched=True
    )
    by_input = [
        (zeros_like(t).expand((sum(sizes), *t.shape)) if g is None else g).split(sizes, dim=0)
        for g, t in zip(stacked, inputs, strict=True)
    ]
    return tuple(
        tuple(
            pieces[k].view(output.shape + t.shape)
            for pieces, t in zip(by_input, inputs, strict=True)
        )
        for k, output in enumerate(outputs)
    )


def basis(tensors: Tensors) -> Tensors:
    """Return the unit vectors of the space of all elements: for each tensor its part, a vector a row.

    >>> import engine
    >>> basis((engine.ones(2), engine.ones(())))
    (tensor([[1., 0.],
            [0., 1.],
            [0., 0.]]), tensor([[0.],
            [0.],
            [1.]]))
    """
    total = sum(t.numel() for t in tensors)
    parts = tuple(t.new_zeros((total, t.numel())) for t in tensors)
    start = 0
    for part, t in zip(parts, tensors, strict=True):
        part.diagonal(-start).fill_(1)
        start += t.numel()
    return parts


def _by_columns(func: Callable[..., Any], inputs: Any, strict: bool, vectorize: bool) -> Any:
    """Return the Jacobian from products with the unit vectors of the inputs."""
    from engine.func.forward import pushforward

    if strict:
        raise RuntimeError(
            f'{_HERE}: `strict=True` and `strategy="forward-mode"` are not supported together (yet). '
            'Please either set `strict=False` or `strategy="reverse-mode"`.'
        )
    several, given = as_tuple(inputs, "inputs", "jacobian")
    if not vectorize:
        raise NotImplementedError(
            "Computing Jacobian using forward-AD or forward-over-reverse Hessian is"
            "only implemented for `vectorize=True`."
        )
    shape: list[bool] = []

    def flat(*tensors: Tensor) -> Tensors:
        several_out, outputs = as_tuple(func(*tensors), "outputs", None)
        shape.append(several_out)
        return outputs

    outputs, linear = pushforward(flat, given)
    sizes = [t.numel() for t in given]
    found: list[list[Tensor]] = []
    for output, column in zip(outputs, linear.columns(), strict=True):
        pieces = column.split(sizes, dim=0)
        found.append(
            [
                piece.permute(*range(1, piece.ndim), 0).reshape((*output.shape, *t.shape))
                for piece, t in zip(pieces, given, strict=True)
            ]
        )
    # The nesting is of lists here, as in PyTorch.
    result = found if several else tuple(of_output[0] for of_output in found)
    return result if shape[0] else result[0]


def hessian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    outer_jacobian_strategy: str = "reverse-mode",
) -> Any:
    """Return the Hessian of a scalar `func` at `inputs`: the Jacobian of its gradient.

    For one input it is a tensor of the input's shape twice; for a tuple a tuple of tuples. For the
    arguments see `jacobian`.

    >>> import engine
    >>> hessian(lambda x: x.prod() ** 2, engine.tensor([1.0, 2.0]))
    tensor([[8., 8.],
            [8., 2.]])
    """
    several, given = as_tuple(inputs, "inputs", "hessian")
    if outer_jacobian_strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError('Expected strategy to be either "forward-mode" or "reverse-mode".')

    def scalar(*tensors: Tensor) -> Tensor:
        value: Tensor = scalar_output(func, tensors, "hessian", strict).squeeze()
        return value

    def slope(*tensors: Tensor) -> Tensors:
        found: Tensors = jacobian(scalar, tensors, create_graph=True)
        if strict:
            require_dependence(found, OF_JACOBIAN)
        return found

    if outer_jacobian_strategy == "forward-mode":
        # PyTorch lets the inputs require grad here, and the result shows it.
        given = tuple(t if t.requires_grad else t.detach().requires_grad_() for t in given)
    found = jacobian(
        slope,
        given,
        create_graph=create_graph,
        strict=strict,
        vectorize=vectorize,
        strategy=outer_jacobian_strategy,
    )
    if several:
        return found
    return found[0][0]
