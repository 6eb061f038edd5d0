"""Jacobians and Hessians of tensors that are there: many gradients in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.matrices.elements import Named, refuse_complex
from cli.matrices.model import Matrix
from cli.problems import usage_problem
from cli.report import Array

if TYPE_CHECKING:
    from engine.tensor import Tensor

CHUNK = 256
"""Rows that are computed in one pass: every gradient on the way is held so many times."""
LARGEST = 1 << 25
"""Numbers that a matrix may hold (256 MiB of float64)."""


def jacobian(roots: list[Named], leaves: list[Named]) -> Matrix:
    """Return d roots / d leaves: a row for each element of the roots, zeros where none depends."""
    _check("--jacobian", roots, leaves)
    values = derivatives([r.tensor for r in roots], [leaf.tensor for leaf in leaves])
    title = f"Jacobian of {', '.join(root.name for root in roots)}"
    return Matrix("jacobian", title, _labels(roots), _labels(leaves), values)


def hessian(roots: list[Named], leaves: list[Named]) -> Matrix:
    """Return the second derivatives of a scalar: element i, j is d² root / d leaf_i d leaf_j."""
    if len(roots) != 1 or roots[0].tensor.numel() != 1:
        what = (
            f"{roots[0].name} has shape {list(roots[0].tensor.shape)}"
            if len(roots) == 1
            else f"the result is {len(roots)} tensors"
        )
        raise usage_problem(
            f"--hessian is of a scalar, and {what}",
            "make it a scalar (.sum(), .mean(), one element), or give --backward NAME",
        )
    _check("--hessian", leaves, leaves)
    values = second_derivatives(roots[0].tensor, [leaf.tensor for leaf in leaves])
    names = _labels(leaves)
    return Matrix("hessian", f"Hessian of {roots[0].name}", names, names, values)


def second_derivatives(root: Tensor, leaves: list[Tensor]) -> Array:
    """Return the Hessian of a tensor of one element."""
    import numpy

    from engine.autograd import grad
    from engine.creation import ones, zeros_like

    if not leaves:
        return numpy.zeros((0, 0))
    # Gradients are linear in the seed: one that requires grad brings a node that refuses with it.
    seed = ones(()).to(root.dtype).requires_grad_()
    first = grad(root.sum(), leaves, seed, create_graph=True, allow_unused=True)
    _refuse_once(first)
    known = [zeros_like(t) if g is None else g for g, t in zip(first, leaves, strict=True)]
    return derivatives(known, leaves)


def _refuse_once(gradients: tuple[Tensor | None, ...]) -> None:
    """Raise the error of a Function whose backward is once_differentiable.

    A pass to other leaves goes around the node that raises it: the Hessian would lack a term.
    """
    from engine.graph.walk import walk

    nodes = [g.grad_fn for g in gradients if g is not None and g.grad_fn is not None]
    if any(node.name() == "torch::autograd::Error" for node, _ in walk(nodes)):
        raise RuntimeError(
            "trying to differentiate twice a function that was marked with @once_differentiable"
        )


def derivatives(roots: list[Tensor], leaves: list[Tensor]) -> Array:
    """Return the Jacobian as an array; the graph is kept."""
    import numpy

    total = sum(t.numel() for t in roots)
    width = sum(t.numel() for t in leaves)
    kinds = [t.dtype.numpy for t in leaves] or [numpy.dtype("float64")]
    found = numpy.zeros((total, width), dtype=numpy.result_type(*kinds))
    live = []  # tensors that have a gradient, with the row of their first element
    row = 0
    for t in roots:
        if t.requires_grad and t.numel():
            live.append((row, t))
        row += t.numel()
    if not width or not live:
        return found
    rows = [row + i for row, t in live for i in range(t.numel())]
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        found[part] = _chunk(live, part, leaves)
    return found


def _chunk(live: list[tuple[int, Tensor]], rows: list[int], leaves: list[Tensor]) -> Array:
    """Return some rows: as one batch, or row by row where a rule cannot take batches.

    A hook or the backward of a script's own Function may ask for numbers that only one row has.
    """
    first, last = rows[0], rows[-1]
    near = [(row, t) for row, t in live if row <= last and first < row + t.numel()]
    if len(rows) > 1:
        try:
            return _batch(near, rows, leaves)
        except Exception:  # what is wrong for single rows, too, is raised below
            pass
    import numpy

    return numpy.concatenate([_batch(near, [row], leaves, batched=False) for row in rows])


def _batch(
    live: list[tuple[int, Tensor]], rows: list[int], leaves: list[Tensor], batched: bool = True
) -> Array:
    import numpy

    from cli.rows import as_array
    from engine.autograd import grad
    from engine.creation import tensor

    seeds: list[Any] = []
    for start, root in live:
        seed = numpy.zeros((len(rows), root.numel()), dtype=root.dtype.numpy)
        for i, row in enumerate(rows):
            if start <= row < start + root.numel():
                seed[i, row - start] = 1
        shape = (len(rows), *root.shape) if batched else tuple(root.shape)
        seeds.append(tensor(seed.reshape(shape), dtype=root.dtype))
    found = grad(
        [root for _, root in live],
        leaves,
        seeds,
        retain_graph=True,
        allow_unused=True,
        is_grads_batched=batched,
    )
    pieces = [
        numpy.zeros((len(rows), t.numel())) if g is None else as_array(g).reshape(len(rows), -1)
        for g, t in zip(found, leaves, strict=True)
    ]
    return numpy.concatenate(pieces, axis=1)


def _check(option: str, rows: list[Named], columns: list[Named]) -> None:
    for leaf in columns:
        refuse_complex(option, leaf)
    height = sum(named.tensor.numel() for named in rows)
    width = sum(named.tensor.numel() for named in columns)
    if height * width > LARGEST:
        raise usage_problem(
            f"{option}: a matrix of {height} rows and {width} columns is too large",
            "choose fewer leaves with --wrt, or a part of the result",
        )


def _labels(tensors: list[Named]) -> list[str]:
    return [label for named in tensors for label in named.labels]
