"""Views as copies: `permute_copy` and its relatives, one for each operator that makes a view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators import scattering, shape, views
from engine.registry import OPERATORS, exported, operator
from engine.shapes import infer_size
from engine.tensor import Tensor


def _copying(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """Return a kernel that copies what `kernel` returns views of."""

    def copied(part: Array) -> Array:
        return part.copy() if part.ndim else part[()]

    def copying(self: Array, *rest: Any) -> Any:
        found = kernel(np.asarray(self), *rest)
        if found.__class__ is tuple:
            return tuple([copied(part) for part in found])
        return copied(found)

    return copying


def _declare(name: str, view: str, *samples: str) -> Callable[..., Any]:
    """Declare an operator as the copy of one that makes a view: its rules are the same."""
    op = OPERATORS[view]
    node = op.grad_fn
    made = operator(
        name=name,
        rules=op.rules,
        grad_fn=(f"{node}_copy" if isinstance(node, str) else lambda *args: f"{node(*args)}_copy"),
        batch=op.batch,
        multiple=op.multiple,
        variadic=op.variadic,
        samples=samples,
        inplace=False,
        ufunc=_copying(op.kernel),
    )(op.kernel)
    made.__doc__ = f"Return what `{view.strip('_')}` returns, as a copy."
    made.__module__ = __name__
    return made


alias_copy = _declare("alias_copy", "_alias", "alias_copy(a(2))")
diagonal_copy = _declare("diagonal_copy", "diagonal", "diagonal_copy(a(2, 3), 1)")
permute_copy = _declare("permute_copy", "permute", "permute_copy(a(2, 3), (1, 0))")
select_copy = _declare("select_copy", "select", "select_copy(a(2, 3), 1, 2)")
squeeze_copy = _declare("squeeze_copy", "squeeze", "squeeze_copy(a(1, 3), 0)")
t_copy = _declare("t_copy", "t", "t_copy(a(2, 3))")
transpose_copy = _declare("transpose_copy", "transpose", "transpose_copy(a(2, 3), 0, 1)")
unbind_copy = _declare("unbind_copy", "unbind", "unbind_copy(a(2, 3), 1)")
unsqueeze_copy = _declare("unsqueeze_copy", "unsqueeze", "unsqueeze_copy(a(2, 3), 1)")
_expand_copy = _declare("_expand_copy", "expand")
_slice_copy = _declare("_slice_copy", "slice_")
_split_copy = _declare("_split_copy", "_split_at")
_split_with_sizes_copy = _declare("_split_with_sizes_copy", "_split_sizes")
_unfold_copy = _declare("_unfold_copy", "_unfold")
_view_copy = _declare("_view_copy", "view")


@exported(samples=("expand_copy(a(3), (2, 3))",))
def expand_copy(input: Tensor, size: Any, *, implicit: bool = False) -> Tensor:
    """Return what `expand` returns, as a copy."""
    return _expand_copy(input, size)  # type: ignore[no-any-return]


@exported(samples=("slice_copy(a(5), 0, 1, 4, 2)",))
def slice_copy(
    input: Tensor, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1
) -> Tensor:
    """Return every step-th slice of a dimension, from start to end, as a copy."""
    return _slice_copy(input, dim, start, end, step)  # type: ignore[no-any-return]


@operator(
    batch="dims",
    name="narrow_copy",
    namespaces=("internal",),
    inplace=False,
    rules=OPERATORS["slice_"].rules,
    grad_fn="NarrowCopyBackward0",
    ufunc=_copying(OPERATORS["slice_"].kernel),
)
def _narrow_copy(self: Array, dim: int, start: Any, end: Any, step: int) -> Array:
    raise AssertionError("only the signature")


@exported(samples=("narrow_copy(a(5), 0, 1, 3)",))
def narrow_copy(input: Tensor, dim: int, start: int, length: int) -> Tensor:
    """Return `length` slices of a dimension, from `start` on, as a copy."""
    views.narrow(input.detach(), dim, start, length)  # refuses what does not fit
    start = start + input.size(dim) if start < 0 else start
    return _narrow_copy(input, dim, start, start + length, 1)  # type: ignore[no-any-return]


def _sizes_of(parts: Any, dim: int) -> tuple[int, ...]:
    return tuple([part._data.shape[dim] for part in parts])


@exported(samples=("split_copy(a(5), 2)",))
def split_copy(input: Tensor, split_size: int, dim: int = 0) -> tuple[Tensor, ...]:
    """Return the parts of a tensor, of one size (the last may be smaller), as copies."""
    sizes = _sizes_of(views.split(input.detach(), split_size, dim), dim)
    return _split_copy(input, sizes, dim % input.dim())  # type: ignore[no-any-return]


@exported(samples=("split_with_sizes_copy(a(5), (2, 3))",))
def split_with_sizes_copy(input: Tensor, split_sizes: Any, dim: int = 0) -> tuple[Tensor, ...]:
    """Return the parts of a tensor, of the given sizes, as copies."""
    sizes = _sizes_of(views.split(input.detach(), list(split_sizes), dim), dim)
    return _split_with_sizes_copy(input, sizes, dim % input.dim())  # type: ignore[no-any-return]


@exported(samples=("unfold_copy(a(5), 0, 3, 1)",))
def unfold_copy(input: Tensor, dimension: int, size: int, step: int) -> Tensor:
    """Return what `Tensor.unfold` returns, as a copy."""
    scattering.unfold(input.detach(), dimension, size, step)  # refuses what does not fit
    if not input.dim():
        return _view_copy(input, (1,))  # type: ignore[no-any-return]
    return _unfold_copy(input, dimension % input.dim(), size, step)  # type: ignore[no-any-return]


@exported(samples=("view_copy(a(2, 3), (3, -1))",))
def view_copy(input: Tensor, size: Any) -> Tensor:
    """Return what `Tensor.view` returns, as a copy."""
    shape.view(input.detach(), size)  # refuses what does not fit
    if not isinstance(size, (tuple, list)):
        return shape.view(input, size).clone()  # type: ignore[no-any-return]
    return _view_copy(input, infer_size(tuple(size), input._data.size))  # type: ignore[no-any-return]
