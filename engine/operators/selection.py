"""Searching and selecting: nonzero, unique, searchsorted, counts, masks, flat positions."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.batched import Batched
from engine.convert import broadcast_error, not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.errors import explained
from engine.operators.arithmetic import remainder
from engine.operators.indexing import gather
from engine.operators.masks import _not_implemented
from engine.operators.shape import expand, view
from engine.registry import exported, operator
from engine.shapes import wrap_dim
from engine.tensor import Tensor, from_array

# -- where elements are ----------------------------------------------------------------------------


@operator(name="nonzero", inplace=False)
def _nonzero(self: Array) -> Array:
    """The positions of the elements that are not 0, one a row."""
    return np.argwhere(self)


def _refuse_mapped(name: str, tensor: Any) -> None:
    """Raise PyTorch's error inside `vmap` for a function whose result has a shape of its own."""
    if isinstance(tensor, Tensor) and tensor._data.__class__ is Batched:
        raise explained(
            RuntimeError(
                "vmap: We do not support batching operators that can output dynamic shape. "
                f"Attempted to vmap over aten::{name}. Please file an issue at "
                "https://github.com/pytorch/pytorch/issues if you need this feature."
            ),
            help="each example would have a result of another shape",
        )


@exported(samples=("nonzero(m(2, 3))", "nonzero(a(2, 3), as_tuple=True)", "nonzero(a())"))
def nonzero(input: Tensor, *, as_tuple: bool = False) -> Any:
    """Return the positions of the elements that are not 0: one a row, or a tensor a dimension.

    >>> import engine
    >>> engine.nonzero(engine.tensor([0, 5, 6]))
    tensor([[1],
            [2]])
    """
    if not isinstance(input, Tensor):
        raise not_a_tensor("nonzero", "input", 1, input)
    _refuse_mapped("nonzero_numpy" if as_tuple else "nonzero", input)
    if as_tuple:
        return tuple(from_array(place) for place in np.nonzero(np.atleast_1d(input._data)))
    return _nonzero(input)


@operator(inplace=False, name="searchsorted")
def _searchsorted(self: Array, values: Any, side: Any, numpy: Any) -> Array:
    """The places in the sorted `self`, or in each of its rows, at which `values` belong."""
    if self.ndim == 1:
        return np.asarray(np.searchsorted(self, values, side)).astype(numpy)
    out = np.empty(values.shape, numpy)
    for place in np.ndindex(values.shape[:-1]):
        out[place] = np.searchsorted(self[place], values[place], side)
    return out


@exported(
    samples=(
        "searchsorted(torch.tensor([1.0, 3.0, 5.0]), i(6, 4) * 1.0)",
        "searchsorted(torch.tensor([1, 3, 5]), i(6, 2, 3), right=True)",
        "searchsorted(torch.tensor([[1, 3], [2, 4]]), i(5, 2, 3), out_int32=True)",
        "searchsorted(torch.tensor([1, 3, 5]), 3, side='right')",
    )
)
def searchsorted(
    sorted_sequence: Tensor,
    input: Any,
    *,
    out_int32: bool = False,
    right: bool = False,
    side: str | None = None,
    sorter: Tensor | None = None,
) -> Tensor:
    """Return the places at which values belong in a sorted tensor, or row by row in several.

    right: after equal elements, instead of before them; `side="right"` says the same.
    sorter: the order that sorts `sorted_sequence`, if it is not sorted.

    >>> import engine
    >>> engine.searchsorted(engine.tensor([1, 3, 5]), engine.tensor([3, 4]))
    tensor([1, 2])
    """
    if not isinstance(sorted_sequence, Tensor):
        raise not_a_tensor("searchsorted", "sorted_sequence", 1, sorted_sequence)
    if side not in (None, "left", "right"):
        raise RuntimeError(
            f"torch.searchsorted(): side can only be 'left' or 'right' but got {side}"
        )
    if side == "left" and right:
        raise RuntimeError(
            "torch.searchsorted(): side and right can't be set to opposites, got side of left "
            "while right was True"
        )
    edges = sorted_sequence._data.shape
    shape = input._data.shape if isinstance(input, Tensor) else ()
    if len(edges) != 1 and (len(edges) != len(shape) or edges[:-1] != shape[:-1]):
        raise RuntimeError(
            "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 "
            "dimensions of boundaries tensor and input value tensor must match, but we got "
            f"boundaries tensor {list(edges)} and input value tensor {list(shape)}"
        )
    if sorter is not None:
        if sorter._data.shape != edges:
            raise RuntimeError(
                "torch.searchsorted(): boundary and sorter must have the same size, but got "
                f"boundary tensor {list(edges)}and got sorter tensor {list(sorter._data.shape)}"
            )
        sorted_sequence = sorted_sequence.gather(-1, sorter)
    after = "right" if right or side == "right" else "left"
    numpy = np.int32 if out_int32 else np.int64
    return _searchsorted(sorted_sequence, input, after, numpy)  # type: ignore[no-any-return]


@exported(
    samples=(
        "bucketize(i(6, 2, 3), torch.tensor([1, 3, 5]))",
        "bucketize(i(6, 4) * 1.0, torch.tensor([1.0, 3.0, 5.0]), right=True)",
    )
)
def bucketize(
    input: Any, boundaries: Tensor, *, out_int32: bool = False, right: bool = False
) -> Tensor:
    """Return the number of the bucket that each value falls into, between sorted boundaries.

    >>> import engine
    >>> engine.bucketize(engine.tensor([0, 3, 9]), engine.tensor([1, 3, 5]))
    tensor([0, 1, 3])
    """
    if boundaries._data.ndim != 1:
        raise RuntimeError(
            "bucketize(): boundaries tensor must be 1 dimension, but got dim("
            f"{boundaries._data.ndim})"
        )
    return searchsorted(boundaries, input, out_int32=out_int32, right=right)


# -- distinct elements and counts ------------------------------------------------------------------


@operator(name="_no_derivative", rules={"self": lambda grad, name: _no_derivative(grad, name)})
def _no_derivative(self: Array, name: str) -> Array:
    """Stands in the rule of an operator that has no derivative in PyTorch either."""
    raise NotImplementedError(f"the derivative for '{name}' is not implemented.")


@operator(
    name="unique",
    inplace=False,
    multiple=True,
    grad_fn=lambda self, dim: "Unique2Backward0" if dim is None else "UniqueDimBackward0",
    rules={
        "self": lambda grad, dim: _no_derivative(grad, "_unique2" if dim is None else "unique_dim")
    },
)
def _unique(self: Array, dim: int | None) -> tuple[Array, Array, Array]:
    """The distinct elements (or slices) in order, where each went, and how often each is there."""
    values, inverse, counts = np.unique(
        self, return_inverse=True, return_counts=True, axis=dim, equal_nan=False
    )
    return values, inverse.reshape(self.shape if dim is None else -1), counts


def _chosen(found: tuple[Tensor, Tensor, Tensor], inverse: bool, counts: bool) -> Any:
    picked = (found[0], *([found[1]] if inverse else []), *([found[2]] if counts else []))
    return picked if len(picked) > 1 else picked[0]


@exported(
    samples=(
        "unique(i(3, 2, 4))",
        "unique(i(3, 6), return_inverse=True, return_counts=True)",
        "unique(i(2, 5, 2), dim=0, return_inverse=True)",
    )
)
def unique(
    input: Tensor,
    sorted: bool = True,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """Return the distinct elements in order, or the distinct slices along a dimension.

    return_inverse: also, where each element went.
    return_counts: also, how often each one is there.

    >>> import engine
    >>> engine.unique(engine.tensor([3, 1, 3]), return_counts=True)
    (tensor([1, 3]), tensor([1, 2]))
    """
    if not isinstance(input, Tensor):
        raise not_a_tensor("_unique2" if dim is None else "unique_dim", "input", 1, input)
    _refuse_mapped("_unique2" if dim is None else "unique_dim", input)
    if dim is not None:
        dim = wrap_dim(dim, input._data.ndim)
    return _chosen(_unique(input, dim), return_inverse, return_counts)


@operator(
    name="unique_consecutive",
    inplace=False,
    multiple=True,
    grad_fn="UniqueConsecutiveBackward0",
    rules={"self": lambda grad: _no_derivative(grad, "unique_consecutive")},
)
def _unique_consecutive(self: Array) -> tuple[Array, Array, Array]:
    """The elements that differ from the one before, where each went, and the lengths of the runs."""
    flat = np.reshape(self, -1)
    first = np.concatenate((np.ones(min(flat.size, 1), bool), flat[1:] != flat[:-1]))
    starts = np.flatnonzero(first)
    counts = np.diff(np.append(starts, flat.size))
    return flat[first], (np.cumsum(first) - 1).reshape(self.shape), counts


@exported(
    samples=(
        "unique_consecutive(i(2, 8))",
        "unique_consecutive(i(2, 8), return_inverse=True, return_counts=True)",
    )
)
def unique_consecutive(
    input: Tensor, return_inverse: bool = False, return_counts: bool = False
) -> Any:
    """Return the elements without those that repeat the one before: see `unique`.

    >>> import engine
    >>> engine.unique_consecutive(engine.tensor([1, 1, 2, 1]))
    tensor([1, 2, 1])
    """
    _refuse_mapped("unique_consecutive", input)
    return _chosen(_unique_consecutive(input), return_inverse, return_counts)


@operator(
    batch="fallback",
    inplace=False,
    samples=("bincount(i(4, 9))", "bincount(i(4, 3), a(3).detach(), minlength=6)"),
)
def bincount(self: Array, weights: Any = None, minlength: int = 0) -> Array:
    """Count how often each number is there, from 0 on; or add up the weights of each.

    >>> import engine
    >>> engine.bincount(engine.tensor([1, 1, 3]))
    tensor([0, 2, 0, 1])
    """
    if self.dtype.kind == "f":
        raise _not_implemented("bincount_cpu", self.dtype)
    if self.ndim != 1 or (self.size and self.min() < 0):
        raise RuntimeError("bincount only supports 1-d non-negative integral inputs.")
    out = np.bincount(self, weights, minlength)
    return out.astype(np.float32) if getattr(weights, "dtype", None) == np.float32 else out


@operator(
    batch="fallback",
    inplace=False,
    samples=("histc(a(2, 3), 4)", "histc(a(5), bins=3, min=-1, max=1)"),
)
def histc(self: Array, bins: int = 100, min: Any = 0, max: Any = 0) -> Array:
    """Count the elements in `bins` equal bins from `min` to `max`, or over all if both are equal.

    >>> import engine
    >>> engine.histc(engine.tensor([1.0, 2.0, 1.0]), bins=4, min=0, max=3)
    tensor([0., 2., 1., 0.])
    """
    if self.dtype.kind != "f":
        raise _not_implemented("histogram_cpu", self.dtype)
    if bins <= 0:
        raise RuntimeError(f"torch.histogram(): bins must be > 0, but got {bins} for dimension 0")
    if min > max:
        raise RuntimeError("torch.histc: max must be larger than min")
    flat = np.reshape(self, -1)
    low, high = float(min), float(max)
    if low == high and flat.size:
        low, high = float(flat.min()), float(flat.max())
    if low == high:
        low, high = low - 1, high + 1
    inside = flat[(flat >= low) & (flat <= high)].astype(np.float64)
    place = ((inside - low) / (high - low) * bins).astype(np.int64)
    return np.bincount(np.minimum(place, bins - 1), minlength=bins).astype(self.dtype)


# -- elements by mask and by position --------------------------------------------------------------


@operator(
    batch="masked",
    inplace=False,
    rules={"self": lambda grad, self_shape, mask: _unselected(grad, self_shape, mask)},
    samples=("masked_select(a(2, 3), m(2, 3))", "masked_select(a(3), m(2, 1))"),
)
def masked_select(self: Array, mask: Array) -> Array:
    """Return the elements where the mask holds, in one dimension.

    >>> import engine
    >>> engine.masked_select(engine.tensor([1.0, 2.0, 3.0]), engine.tensor([True, False, True]))
    tensor([1., 3.])
    """
    if mask.dtype.kind != "b":
        raise RuntimeError("masked_select: expected BoolTensor for mask")
    wrong = broadcast_error(mask.shape, self.shape)
    if wrong is not None:
        raise wrong
    source, where = np.broadcast_arrays(self, mask)
    return source[where]


@operator(name="_unselected", rules={"self": lambda grad, mask: masked_select(grad, mask)})
def _unselected(self: Array, shape: tuple[int, ...], mask: Array) -> Array:
    """Zeros with the elements of `self` where the mask holds, in the broadcast shape."""
    out = np.zeros(np.broadcast_shapes(shape, mask.shape), self.dtype)
    out[np.broadcast_to(mask, out.shape)] = self
    return out


@operator(
    batch="fallback",
    inplace=False,
    rules={"self": lambda grad, self_shape, index: _untaken(grad, self_shape, index)},
    samples=("take(a(2, 3), i(6, 2, 2))", "take(a(2, 3).t(), i(6, 4) - 1)", "take(a(), i(1))"),
)
def take(self: Array, index: Array) -> Array:
    """Return the elements at positions of the flat tensor, in the shape of the index.

    >>> import engine
    >>> engine.take(engine.tensor([[1.0, 2.0], [3.0, 4.0]]), engine.tensor([0, 3]))
    tensor([1., 4.])
    """
    if index.dtype != np.int64:
        raise RuntimeError(
            f"take(): Expected a long tensor for index, but got {TYPE_NAMES[index.dtype.name]}"
        )
    flat = np.reshape(self, -1)
    if index.size and (index.min() < -flat.size or index.max() >= flat.size):
        wrong = next(int(v) for v in index.flat if not -flat.size <= v < flat.size)
        raise IndexError(
            f"out of range: tried to access index {wrong} on a tensor of {flat.size} elements."
        )
    return flat[index]


@operator(name="_untaken", rules={"self": lambda grad, index: take(grad, index)})
def _untaken(self: Array, shape: tuple[int, ...], index: Array) -> Array:
    """Zeros of `shape` to which `self` is added at positions of the flat tensor."""
    out = np.zeros(shape, self.dtype)
    np.add.at(out.reshape(-1), index, self)
    return out


@exported(
    samples=(
        "take_along_dim(a(2, 3), i(3, 2, 2), 1)",
        "take_along_dim(a(2, 3), i(2, 1, 3), dim=0)",
        "take_along_dim(a(2, 3), i(6, 4))",
    )
)
def take_along_dim(input: Tensor, indices: Tensor, dim: int | None = None) -> Tensor:
    """Return the elements at `indices` along a dimension, with broadcasting; or in the flat tensor.

    >>> import engine
    >>> x = engine.tensor([[10.0, 30.0, 20.0]])
    >>> engine.take_along_dim(x, engine.argsort(x), 1)
    tensor([[10., 20., 30.]])
    """
    if dim is None:
        return gather(view(input, -1), 0, view(indices, -1))  # type: ignore[no-any-return]
    shape, wanted = input._data.shape, indices._data.shape
    if len(shape) != len(wanted):
        raise RuntimeError(
            "torch.take_along_dim(): input and indices should have the same number of dimensions, "
            f"but got {len(shape)} dimensions for input, and {len(wanted)} dimensions for indices"
        )
    if indices._data.dtype.kind != "i":
        raise RuntimeError(
            "torch.take_along_dim(): dtype of indices should be Long but got "
            f"{TYPE_NAMES[indices.dtype.name]}"
        )
    dim = wrap_dim(dim, len(shape))
    if not wanted or wanted[dim]:
        indices = remainder(indices, shape[dim] if shape else 1)
    fit = np.broadcast_shapes(
        (*shape[:dim], 1, *shape[dim + 1 :]), (*wanted[:dim], 1, *wanted[dim + 1 :])
    )
    return gather(  # type: ignore[no-any-return]
        expand(input, (*fit[:dim], shape[dim], *fit[dim + 1 :])),
        dim,
        expand(indices, (*fit[:dim], wanted[dim], *fit[dim + 1 :])),
    )
