"""Integrals by trapezoids and derivatives by differences, of functions given by their values."""

from __future__ import annotations

from typing import Any

from engine import creation, dtypes
from engine.operators.cumulative import cumsum
from engine.operators.join import cat
from engine.operators.reduction import sum
from engine.operators.scalars import div_number, mul_number
from engine.operators.shape import reshape
from engine.operators.structure import diff
from engine.operators.views import select, slice_
from engine.registry import exported
from engine.shapes import wrap_dim, wrap_dims
from engine.tensor import Tensor

# -- integrals -------------------------------------------------------------------------------------


def _cut(y: Tensor, dim: int, start: int | None, end: int | None) -> Tensor:
    return slice_(y, dim, start, end, 1)  # type: ignore[no-any-return]


def _refused(name: str, y: Tensor, x: Any) -> None:
    if y.dtype is dtypes.bool_ or (x is not None and x.dtype is dtypes.bool_):
        which = "`y`" if x is None else "`x` or `y`"
        raise RuntimeError(f"{name}: received a bool input for {which}, but bool is not supported")


def _distances(y: Tensor, x: Tensor, dim: int) -> Tensor:
    """Return the distances of the points x, in the shape of y or broadcast with it."""
    if x.dim() == 1:
        if x._data.shape[0] != y._data.shape[dim]:
            raise RuntimeError("trapezoid: There must be one `x` value for each sample point")
        shape = [1] * y.dim()
        shape[dim] = -1
        x = x.view(shape)
    elif x.dim() < y.dim():
        x = x.view((1,) * (y.dim() - x.dim()) + x._data.shape)
    along = dim - y.dim()
    return _cut(x, along, 1, None) - _cut(x, along, None, -1)


@exported(
    samples=(
        "trapezoid(a(4))",
        "trapezoid(a(2, 4), dx=0.5, dim=0)",
        "trapezoid(a(2, 4), a(4))",
        "trapezoid(a(2, 3), a(2, 3), dim=0)",
    )
)
def trapezoid(y: Tensor, x: Any = None, *, dx: Any = None, dim: int = -1) -> Tensor:
    """Return the integral along a dimension, by the trapezoidal rule.

    x: where the values y are taken; without it, at a distance dx (1 if not said).

    >>> import engine
    >>> engine.trapezoid(engine.tensor([1.0, 3.0, 5.0]))
    tensor(6.)
    """
    _refused("trapezoid", y, x)
    at = wrap_dim(dim, y.dim())
    if x is not None:
        if not y._data.shape[at]:
            return _nothing(y, at, 0)
        steps = _distances(y, x, at)
        return div_number(sum((_cut(y, at, None, -1) + _cut(y, at, 1, None)) * steps, at), 2.0)  # type: ignore[no-any-return]
    if not y._data.shape[at]:
        return _nothing(y, at, 0)
    ends = mul_number(select(y, at, 0) + select(y, at, -1), 0.5)
    return mul_number(sum(y, at) - ends, 1 if dx is None else dx)  # type: ignore[no-any-return]


trapz = trapezoid


def _nothing(y: Tensor, dim: int, size: int) -> Tensor:
    """Return the zeros that integrals over no points are."""
    shape = list(y._data.shape)
    shape[dim : dim + 1] = [size] if size else []
    return creation.zeros(shape, dtype=y.dtype)


@exported(
    samples=(
        "cumulative_trapezoid(a(4))",
        "cumulative_trapezoid(a(2, 4), dx=0.5, dim=0)",
        "cumulative_trapezoid(a(2, 4), a(4))",
    )
)
def cumulative_trapezoid(y: Tensor, x: Any = None, *, dx: Any = None, dim: int = -1) -> Tensor:
    """Return the integrals up to each point but the first, by the trapezoidal rule.

    >>> import engine
    >>> engine.cumulative_trapezoid(engine.tensor([1.0, 3.0, 5.0]))
    tensor([2., 6.])
    """
    _refused("cumulative_trapezoid", y, x)
    at = wrap_dim(dim, y.dim())
    both = _cut(y, at, 1, None) + _cut(y, at, None, -1)
    if x is not None:
        return div_number(cumsum(both * _distances(y, x, at), at), 2.0)  # type: ignore[no-any-return]
    return cumsum(mul_number(both, (1 if dx is None else dx) / 2.0), at)  # type: ignore[no-any-return]


# -- derivatives -----------------------------------------------------------------------------------


@exported(
    samples=(
        "gradient(a(4))",
        "gradient(a(3, 4), spacing=0.5, edge_order=2)",
        "gradient(a(3, 4), spacing=[1.0, 2.0], dim=(0, 1))",
        "gradient(a(4), spacing=(torch.tensor([0.0, 1.0, 3.0, 4.0]).double(),), edge_order=2)",
        "gradient(a(2, 3), spacing=(torch.tensor([0.0, 1.0, 3.0]).double(),), dim=1)",
    )
)
def gradient(
    input: Tensor, *, spacing: Any = 1, dim: Any = None, edge_order: int = 1
) -> tuple[Tensor, ...]:
    """Return the derivatives along dimensions, by central differences, of a function's values.

    spacing: the distance of the points, one for each dimension, or their coordinates.
    edge_order: 1 or 2, the order of the differences at the ends.

    >>> import engine
    >>> engine.gradient(engine.tensor([1.0, 4.0, 9.0]))
    (tensor([3., 4., 5.]),)
    """
    if input.dtype is dtypes.uint8:
        raise RuntimeError("torch.gradient does not support uint8 input.")
    ndim = input.dim()
    if dim is None:
        dims = tuple(range(ndim))
    else:
        dims = wrap_dims(dim if isinstance(dim, (tuple, list)) else (dim,), ndim)
    spacing = 1 if spacing is None else spacing
    steps = list(spacing) if isinstance(spacing, (tuple, list)) else [spacing] * len(dims)
    if len(steps) != len(dims):
        if dim is None and len(steps) != 1:
            raise RuntimeError(
                "torch.gradient expected spacing to be unspecified, a scalar, or a list of length "
                f"equal to 'self.dim() = {ndim}', since dim argument was not given, but got a list "
                f"of length {len(steps)}"
            )
        if dim is not None:
            raise RuntimeError(
                "torch.gradient expected spacing to be unspecified, a scalar or it's spacing and "
                "dim arguments to have the same length, but got a spacing argument of length "
                f"{len(steps)} and a dim argument of length {len(dims)}."
            )
        steps *= len(dims)
    if edge_order not in (1, 2):
        raise RuntimeError("torch.gradient only supports edge_order=1 and edge_order=2.")
    for d in dims:
        if input._data.shape[d] < edge_order + 1:
            raise RuntimeError(
                "torch.gradient expected each dimension size to be at least edge_order+1"
            )
    return tuple(
        [
            _along_coordinates(input, step, d, edge_order)
            if isinstance(step, Tensor) and step.dim()
            else _along(input, step, d, edge_order)
            for step, d in zip(steps, dims, strict=True)
        ]
    )


def _along(f: Tensor, h: Any, dim: int, edge_order: int) -> Tensor:
    """Return the derivative along a dimension for points at a distance h."""

    def at(start: int | None, end: int | None) -> Tensor:
        return _cut(f, dim, start, end)

    def times(number: float, start: int, end: int | None) -> Tensor:
        return mul_number(at(start, end), number)  # type: ignore[no-any-return]

    center = div_number(div_number(at(2, None) - at(None, -2), h), 2)
    if edge_order == 1:
        first, last = at(1, 2) - at(0, 1), at(-1, None) - at(-2, -1)
    else:
        first = times(-1.5, 0, 1) + times(2, 1, 2) - times(0.5, 2, 3)
        last = times(0.5, -3, -2) - times(2, -2, -1) + times(1.5, -1, None)
    return cat([div_number(first, h), center, div_number(last, h)], dim)


def _along_coordinates(f: Tensor, points: Tensor, dim: int, edge_order: int) -> Tensor:
    """Return the derivative along a dimension for points at given coordinates.

    The parabola through three points with distances h, k has in the middle one the derivative
    -k f1 / (h (h + k)) + (k - h) f2 / (h k) + h f3 / (k (h + k)).
    """
    shape = [1] * f.dim()
    shape[dim] = -1
    apart = diff(points, 1, 0)
    h, k = _cut(apart, 0, 0, -1), _cut(apart, 0, 1, None)

    def at(start: int | None, end: int | None) -> Tensor:
        return _cut(f, dim, start, end)

    def column(values: Tensor) -> Tensor:
        return reshape(values, tuple(shape))

    a, b, c = (column(v) for v in (-k / (h * (h + k)), (k - h) / (h * k), h / (k * (h + k))))
    center = a * at(0, -2) + b * at(1, -1) + c * at(2, None)
    if edge_order == 1:
        first = (at(1, 2) - at(0, 1)) / apart[0]
        last = (at(-1, None) - at(-2, -1)) / apart[-1]
    else:
        h, k = apart[0], apart[1]
        a, b, c = -(2.0 * h + k) / (h * (h + k)), (h + k) / (h * k), -h / (k * (h + k))
        first = a * at(0, 1) + b * at(1, 2) + c * at(2, 3)
        h, k = apart[-2], apart[-1]
        a, b, c = k / (h * (h + k)), -(h + k) / (h * k), (2 * k + h) / (k * (h + k))
        last = a * at(-3, -2) + b * at(-2, -1) + c * at(-1, None)
    return cat([first, center, last], dim)
