"""Shape: views with other sizes or another order of dimensions, and the sums that undo `expand`."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes
from engine.batched import Batched
from engine.dtypes import Array
from engine.registry import KERNELS, OPERATORS, exported, in_rules, operator, reads
from engine.shapes import as_size, infer_size, wrap_dim, wrap_dims
from engine.summation import total
from engine.tensor import Tensor


def _broadcast_dims(wide: tuple[int, ...], shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the dimensions of `wide` along which `shape` was broadcast to it."""
    extra = len(wide) - len(shape)
    return tuple(range(extra)) + tuple(
        extra + i for i, n in enumerate(shape) if n == 1 and wide[extra + i] != 1
    )


@reads("sum_to_size(input, shape)")
def _sum_to(input: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Sum over the dimensions along which `shape` was broadcast, with PyTorch's operations."""
    own = input._data.shape
    if not shape:
        return OPERATORS["sum"].call(input) if own else input
    dims = _broadcast_dims(own, shape)
    if dims:
        input = OPERATORS["sum"].call(input, dims, True)
    return view(input, shape) if len(own) > len(shape) else input


def _sum_array_to(self: Array, shape: tuple[int, ...]) -> Array:
    dims = _broadcast_dims(self.shape, shape)
    return total(self, dims).reshape(shape) if dims else self


KERNELS["_sum_to"] = _sum_array_to


@exported("Tensor", samples=("a(2, 3).sum_to_size(1, 3)",))
def sum_to_size(input: Tensor, *size: Any) -> Tensor:
    """Sum a tensor to a shape that broadcasts to its own.

    >>> import engine
    >>> engine.ones(2, 3).sum_to_size(1, 3)
    tensor([[2., 2., 2.]])
    """
    shape = as_size(size)
    own = input._data.shape
    extra = len(own) - len(shape)
    if extra < 0 or any(n not in (1, m) for n, m in zip(shape, own[extra:], strict=True)):
        raise RuntimeError(f"size {{{list(shape)}}} is not expandable to size {{{list(own)}}}.")
    return input if shape == own else _sum_to(input, shape)


@operator(
    batch="size",
    view=True,
    variadic="size",
    namespaces=("Tensor",),
    rules={"self": lambda grad, self_shape: reshape(grad, self_shape)},
    samples=(
        "a(2, 3).view(3, 2)",
        "a(4).view(2, -1)",
    ),
)
def view(self: Array, size: Any) -> Array:
    """Return a view of another shape; -1 stands for the size that fits.

    >>> import engine
    >>> engine.arange(6).view(2, -1)
    tensor([[0, 1, 2],
            [3, 4, 5]])
    """
    if isinstance(size, dtypes.dtype):
        return self.view(size.numpy)
    shape = infer_size(as_size(size), self.size)
    try:
        return np.reshape(self, shape, copy=False)
    except ValueError:
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at least one "
            "dimension spans across two contiguous subspaces). Use .reshape(...) instead."
        ) from None


@operator(
    batch="size",
    name="_unsafe_view",
    grad_fn="UnsafeViewBackward0",
    rules={"self": lambda grad, self_shape: reshape(grad, self_shape)},
)
def _unsafe_view(self: Array, size: Any) -> Array:
    """A tensor of another shape that does not count as a view."""
    return np.ascontiguousarray(self).reshape(size)


@operator(
    batch="size",
    view=True,
    name="_reshape_alias",
    grad_fn="ReshapeAliasBackward0",
    rules={"self": lambda grad, self_shape: reshape(grad, self_shape)},
    samples=("reshape(a(4, 6)[:, ::2], (2, 6))",),
)
def _reshape_alias(self: Array, size: Any) -> Array:
    """A view of another shape of a tensor whose elements do not lie side by side."""
    return np.reshape(self, size, copy=False)


def reshape(input: Tensor, *shape: Any) -> Tensor:
    """Return a tensor of another shape: a view where the layout allows it, else a copy.

    >>> import engine
    >>> engine.arange(4).reshape(2, 2)
    tensor([[0, 1],
            [2, 3]])
    """
    size = infer_size(as_size(shape[0] if len(shape) == 1 else shape), input._data.size)
    data = input._data
    if data.__class__ is Batched:
        if not data.contiguous:
            return _unsafe_view(input.clone(), size)  # type: ignore[no-any-return]
    elif data.__class__ is np.ndarray and not data.flags.c_contiguous:
        try:
            np.reshape(data, size, copy=False)
        except ValueError:
            return _unsafe_view(input.clone(), size)  # type: ignore[no-any-return]
        if data.ndim:
            return _reshape_alias(input, size)  # type: ignore[no-any-return]
    return view(input, size)  # type: ignore[no-any-return]


KERNELS["reshape"] = np.reshape


exported(samples=("reshape(a(2, 3), (3, 2))", "reshape(a(2, 3).t(), 6)"))(reshape)


@exported("Tensor")
def view_as(input: Tensor, other: Tensor) -> Tensor:
    """Return a view with the shape of `other`."""
    return view(input, other._data.shape)  # type: ignore[no-any-return]


@exported("Tensor")
def reshape_as(input: Tensor, other: Tensor) -> Tensor:
    """Return a tensor with the shape of `other`."""
    return reshape(input, other._data.shape)


@exported(samples=("flatten(a(2, 3))",))
def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """Join the dimensions from `start_dim` to `end_dim` into one.

    >>> import engine
    >>> engine.ones(2, 3).flatten()
    tensor([1., 1., 1., 1., 1., 1.])
    """
    shape = input._data.shape
    first, last = wrap_dim(start_dim, len(shape)), wrap_dim(end_dim, len(shape))
    if first > last:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if not shape:
        return reshape(input, 1)
    if first == last:
        return input
    joined = int(np.prod(shape[first : last + 1], dtype=np.int64))
    return reshape(input, (*shape[:first], joined, *shape[last + 1 :]))


def ravel(input: Tensor) -> Tensor:
    """Return all elements in one dimension."""
    return reshape(input, -1)


@exported(samples=("unflatten(a(4), 0, (2, 2))",))
def unflatten(input: Tensor, dim: int, sizes: Any) -> Tensor:
    """Split one dimension into several.

    >>> import engine
    >>> engine.arange(4).unflatten(0, (2, 2))
    tensor([[0, 1],
            [2, 3]])
    """
    shape = input._data.shape
    dim = wrap_dim(dim, len(shape))
    sizes = as_size(sizes)
    if not sizes:
        raise RuntimeError("unflatten: sizes must be non-empty")
    try:
        inner = infer_size(sizes, shape[dim])
    except RuntimeError as error:
        if not str(error).endswith(f"is invalid for input of size {shape[dim]}"):
            raise RuntimeError(f"unflatten got an unexpected error:\n{error}") from None
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the size of dim {dim} "
            f"({shape[dim]}) in the input tensor"
        ) from None
    return view(input, (*shape[:dim], *inner, *shape[dim + 1 :]))  # type: ignore[no-any-return]


@operator(
    batch="transpose",
    view=True,
    grad_fn="TBackward0",
    rules={"self": lambda grad: t(grad)},
    samples=("t(a(2, 3))",),
)
def t(self: Array) -> Array:
    """Transpose a matrix; tensors of fewer dimensions return themselves.

    >>> import engine
    >>> engine.tensor([[1, 2]]).t()
    tensor([[1],
            [2]])
    """
    if self.ndim > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {self.ndim}D")
    return self.T


@operator(
    batch="dims",
    view=True,
    rules={"self": lambda grad, dim0, dim1: transpose(grad, dim0, dim1)},
    samples=("transpose(a(2, 3, 2), 0, -1)",),
)
def transpose(self: Array, dim0: int, dim1: int) -> Array:
    """Swap two dimensions.

    >>> import engine
    >>> engine.ones(2, 3).transpose(0, 1).shape
    torch.Size([3, 2])
    """
    a, b = wrap_dim(dim0, self.ndim), wrap_dim(dim1, self.ndim)
    return np.swapaxes(self, a, b) if self.ndim else self[...]


swapaxes = swapdims = transpose


@operator(
    batch="permute",
    view=True,
    variadic="dims",
    rules={"self": lambda grad, dims: _permute_back(grad, dims)},
    samples=("permute(a(2, 3, 4), (2, 0, 1))",),
)
def permute(self: Array, dims: Any) -> Array:
    """Reorder the dimensions.

    >>> import engine
    >>> engine.ones(2, 3, 4).permute(2, 0, 1).shape
    torch.Size([4, 2, 3])
    """
    order = as_size(dims)
    if len(order) != self.ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input does not match the "
            f"length of the desired ordering of dimensions i.e. input.dim() = {self.ndim} is not "
            f"equal to len(dims) = {len(order)}"
        )
    wrapped = [wrap_dim(d, self.ndim) for d in order]
    if len(set(wrapped)) != len(wrapped):
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return np.transpose(self, wrapped)


@reads("permute(self, argsort(dims))")
@operator(
    name="_permute_back",
    batch="permute",
    grad_fn="PermuteBackward0",
    view=True,
    rules={"self": lambda grad, dims: permute(grad, dims)},
)
def _permute_back(self: Array, dims: Any) -> Array:
    """The inverse of `permute`."""
    order = [wrap_dim(d, self.ndim) for d in as_size(dims)]
    return np.transpose(self, np.argsort(order))


@exported(samples=("movedim(a(2, 3, 4), 0, 2)",))
def movedim(input: Tensor, source: Any, destination: Any) -> Tensor:
    """Move dimensions to other places."""
    n = input._data.ndim
    sources, places = wrap_dims(as_size(source), n), wrap_dims(as_size(destination), n)
    order = [d for d in range(n) if d not in sources]
    for place, dim in sorted(zip(places, sources, strict=True)):
        order.insert(place, dim)
    return permute(input, order)  # type: ignore[no-any-return]


moveaxis = movedim


@operator(
    batch="expand",
    view=True,
    variadic="size",
    namespaces=("Tensor",),
    rules={"self": lambda grad, self_shape: _sum_to(grad, self_shape)},
    samples=("a(2, 1).expand(3, 2, 4)",),
)
def expand(self: Array, size: Any) -> Array:
    """Repeat dimensions of size 1 without copying; -1 keeps a size.

    >>> import engine
    >>> engine.tensor([[1.0], [2.0]]).expand(2, 3)
    tensor([[1., 1., 1.],
            [2., 2., 2.]])
    """
    sizes = as_size(size)
    extra = len(sizes) - self.ndim
    if extra < 0:
        raise RuntimeError(
            f"expand({dtypes.type_string(dtypes.of(self))}{{{list(self.shape)}}}, "
            f"size={list(sizes)}): the number of "
            f"sizes provided ({len(sizes)}) must be greater or equal to the number of dimensions "
            f"in the tensor ({self.ndim})"
        )
    shape = list(sizes)
    for i in reversed(range(len(sizes))):  # PyTorch names the last dimension that does not fit
        n = sizes[i]
        own = self.shape[i - extra] if i >= extra else 1
        if n == -1:
            if i < extra:
                raise RuntimeError(
                    f"The expanded size of the tensor (-1) isn't allowed in a leading, "
                    f"non-existing dimension {i}"
                )
            n = own
        if own not in (1, n):
            raise RuntimeError(
                f"The expanded size of the tensor ({n}) must match the existing size ({own}) at "
                f"non-singleton dimension {i}.  Target sizes: {list(sizes)}.  Tensor sizes: "
                f"{list(self.shape)}"
            )
        shape[i] = n
    return np.lib.stride_tricks.as_strided(
        self,
        shape,
        (0,) * extra
        + tuple(
            0 if n == 1 and shape[extra + i] != 1 else s
            for i, (n, s) in enumerate(zip(self.shape, self.strides, strict=True))
        ),
    )


@exported("Tensor")
def expand_as(input: Tensor, other: Tensor) -> Tensor:
    """Expand a tensor to the shape of another."""
    return expand(input, other._data.shape)  # type: ignore[no-any-return]


def broadcast_to(input: Tensor, size: Any) -> Tensor:
    """Expand a tensor to a shape."""
    return expand(input, size)  # type: ignore[no-any-return]


@operator(
    batch="new dim",
    view=True,
    rules={"self": lambda grad, dim: squeeze(grad, dim)},
    samples=("unsqueeze(a(3), 1)",),
)
def unsqueeze(self: Array, dim: int) -> Array:
    """Insert a dimension of size 1.

    >>> import engine
    >>> engine.tensor([1.0, 2.0]).unsqueeze(1).shape
    torch.Size([2, 1])
    """
    place = wrap_dim(dim, self.ndim + 1)
    return self[(slice(None),) * place + (None,)]


@operator(
    batch="squeeze",
    view=True,
    grad_fn=lambda self, dim: (
        "SqueezeBackward" + ("0" if dim is None else "1" if isinstance(dim, int) else "2")
    ),
    rules={"self": lambda grad, self_shape, dim: _unsqueeze_to(grad, self_shape, dim)},
    samples=(
        "squeeze(a(1, 3, 1))",
        "squeeze(a(1, 3), 0)",
    ),
)
def squeeze(self: Array, dim: Any = None) -> Array:
    """Remove dimensions of size 1: all, or those named.

    >>> import engine
    >>> engine.ones(1, 2, 1).squeeze().shape
    torch.Size([2])
    """
    dims = [d for d in wrap_dims(dim, self.ndim) if self.shape[d] == 1]
    return np.squeeze(self, tuple(dims))[...]


@reads("reshape(grad, shape)")
@in_rules
def _unsqueeze_to(grad: Any, shape: tuple[int, ...], dim: Any) -> Any:
    """Put the dimensions of size 1 back that `squeeze` removed."""
    removed = wrap_dims(dim, len(shape))
    for place, n in enumerate(shape):
        if n == 1 and place in removed:
            grad = unsqueeze(grad, place)
    return grad
