"""Making tensors: from data, filled, ranges, random numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes, state
from engine.dtypes import dtype as dtype_
from engine.graph.node import LEAF
from engine.shapes import as_size
from engine.tensor import Tensor, from_array


def _finish(data: Any, operation: str, requires_grad: bool) -> Tensor:
    out = from_array(data[()] if data.ndim == 0 else data)
    if requires_grad:
        if data.dtype.kind not in "fc":
            raise RuntimeError(
                "Only Tensors of floating point and complex dtype can require gradients"
            )
        out._fn = LEAF
        if state.levels:
            from engine.func.levels import note_leaf

            note_leaf(out)
    if state.observer is not None:
        from engine.observe import created

        created(out, operation)
    if state.inference:
        from engine.graph.versions import mark_inference

        mark_inference(out)
    return out


def _device(device: Any) -> None:
    if device is not None and str(device).split(":")[0] != "cpu":
        raise RuntimeError(f"this calculator computes on the CPU only, not on '{device}'")


def tensor(
    data: Any,
    *,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """Make a leaf tensor from numbers, nested sequences of numbers, or an array (copied).

    Python floats get the default dtype, ints int64, NumPy arrays keep theirs.

    >>> tensor([[1, 2], [3, 4]])
    tensor([[1, 2],
            [3, 4]])
    >>> tensor(3.0, requires_grad=True)
    tensor(3., requires_grad=True)
    """
    _device(device)
    return _finish(_array(data, dtype), "tensor", requires_grad)


def _array(data: Any, dtype: Any) -> Any:
    numpy = dtypes.as_dtype(dtype).numpy if dtype is not None else None
    kind = data.__class__
    if kind is float or kind is int or kind is bool or kind is complex:
        return np.asarray(data, dtype=numpy or dtypes.of_scalar(data).numpy)
    if isinstance(data, Tensor):
        return np.array(data._data, dtype=numpy)
    if isinstance(data, (np.ndarray, np.generic)):
        if np.dtype(data.dtype) not in dtypes.BY_NUMPY:
            if isinstance(data, np.ndarray) and data.dtype.kind == "u":
                raise TypeError(f"can't convert np.ndarray of type numpy.{data.dtype}")
            raise TypeError(
                f"can't convert np.ndarray of type {data.dtype.type}. The only supported types "
                "are: float64, float32, float16, complex64, complex128, int64, int32, int16, "
                "int8, uint64, uint32, uint16, uint8, and bool."
            )
        return np.array(data, dtype=numpy)
    shape = _shape_of(data)
    flat: list[Any] = []
    _flatten(data, shape, 0, flat)
    if numpy is None:
        numpy = _common(flat)
    values = [v._data.item() if isinstance(v, Tensor) else v for v in flat]
    try:
        return np.array(values, dtype=numpy).reshape(shape)
    except (OverflowError, ValueError, TypeError) as error:
        raise RuntimeError(str(error)) from None


def _common(flat: list[Any]) -> Any:
    found: dtype_ | None = None
    for v in flat:
        if isinstance(v, Tensor):
            d = v.dtype
        elif isinstance(v, np.generic):
            d = dtypes.BY_NUMPY[v.dtype]
        else:
            d = dtypes.of_scalar(v)
        found = d if found is None else dtypes.promote_types(found, d)
    return (found or dtypes.get_default_dtype()).numpy


def _shape_of(data: Any) -> tuple[int, ...]:
    shape = []
    while isinstance(data, (list, tuple, np.ndarray, range)) or (
        isinstance(data, Tensor) and data._data.ndim
    ):
        shape.append(len(data))
        if not len(data):
            break
        data = data[0]
    if isinstance(data, str):
        raise TypeError("new(): invalid data type 'str'")
    return tuple(shape)


def _flatten(data: Any, shape: tuple[int, ...], dim: int, flat: list[Any]) -> None:
    if dim == len(shape):
        if isinstance(data, (list, tuple)) or (isinstance(data, np.ndarray) and data.ndim):
            raise TypeError(f"must be real number, not {type(data).__name__}")
        if isinstance(data, str):
            raise TypeError("new(): invalid data type 'str'")
        if not isinstance(data, (int, float, complex, np.generic, np.ndarray, Tensor)):
            raise RuntimeError(f"Could not infer dtype of {type(data).__name__}")
        flat.append(data)
        return
    if not hasattr(data, "__len__") or (isinstance(data, Tensor) and not data._data.ndim):
        raise TypeError("not a sequence")
    if len(data) != shape[dim]:
        raise ValueError(f"expected sequence of length {shape[dim]} at dim {dim} (got {len(data)})")
    for item in data:
        _flatten(item, shape, dim + 1, flat)


def as_tensor(data: Any, dtype: dtype_ | None = None, device: Any = None) -> Tensor:
    """Return `data` as a tensor, without copying if it is one or an array of the right dtype."""
    _device(device)
    if isinstance(data, Tensor):
        return data if dtype is None or data.dtype is dtype else data.to(dtype)
    if isinstance(data, np.ndarray) and (dtype is None or data.dtype == dtype.numpy):
        return from_numpy(data)
    return tensor(data, dtype=dtype)


def from_numpy(ndarray: Any) -> Tensor:
    """Return a tensor that shares the storage of a NumPy array.

    >>> import numpy as np
    >>> from_numpy(np.zeros(2))
    tensor([0., 0.], dtype=torch.float64)
    """
    if not isinstance(ndarray, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {type(ndarray).__name__})")
    if ndarray.dtype not in dtypes.BY_NUMPY:
        _array(ndarray, None)
    out = from_array(ndarray)
    if state.observer is not None:
        from engine.observe import created

        created(out, "from_numpy")
    return out


def _sizes(size: tuple[Any, ...], function: str) -> tuple[int, ...]:
    try:
        shape = as_size(size[0] if len(size) == 1 else size)
    except (AttributeError, TypeError):
        sizes = size[0] if len(size) == 1 and isinstance(size[0], (tuple, list)) else size
        place = next(i for i, n in enumerate(sizes) if not hasattr(n, "__index__"))
        kind = type(sizes[place]).__name__
        raise TypeError(
            f"{function}(): argument 'size' failed to unpack the object at pos {place + 1} with "
            f'error "type must be tuple of ints,but got {kind}"'
        ) from None
    if any(n < 0 for n in shape):
        raise RuntimeError(
            "zeros: Dimension size must be non-negative."
            if function == "zeros"
            else f"Trying to create tensor with negative dimension {min(shape)}: {list(shape)}"
        )
    return shape


def _type(dtype: dtype_ | None) -> Any:
    return (dtypes.get_default_dtype() if dtype is None else dtypes.as_dtype(dtype)).numpy


def zeros(
    *size: Any, dtype: dtype_ | None = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """Make a tensor of zeros.

    >>> zeros(2, 3)
    tensor([[0., 0., 0.],
            [0., 0., 0.]])
    """
    _device(device)
    return _finish(np.zeros(_sizes(size, "zeros"), _type(dtype)), "zeros", requires_grad)


def ones(
    *size: Any, dtype: dtype_ | None = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """Make a tensor of ones.

    >>> ones(2)
    tensor([1., 1.])
    """
    _device(device)
    return _finish(np.ones(_sizes(size, "ones"), _type(dtype)), "ones", requires_grad)


def empty(
    *size: Any, dtype: dtype_ | None = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """Make a tensor whose values are not to be relied on (here: zeros)."""
    _device(device)
    return _finish(np.zeros(_sizes(size, "empty"), _type(dtype)), "empty", requires_grad)


def full(
    size: Any,
    fill_value: Any,
    *,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make a tensor filled with one value; its dtype is the value's unless given.

    >>> full((2,), 7)
    tensor([7, 7])
    """
    _device(device)
    if isinstance(fill_value, Tensor):
        fill_value = fill_value._data.item()
    d = dtypes.of_scalar(fill_value) if dtype is None else dtypes.as_dtype(dtype)
    return _finish(np.full(_sizes((size,), "full"), fill_value, d.numpy), "full", requires_grad)


def _like(
    name: str, input: Tensor, make: Any, dtype: dtype_ | None, requires_grad: bool, device: Any
) -> Tensor:
    _device(device)
    numpy = input._data.dtype if dtype is None else dtypes.as_dtype(dtype).numpy
    out = _finish(make(input._data.shape, numpy), name, requires_grad)
    return out if state.vmap is None else state.vmap.like(out, input)


def zeros_like(
    input: Tensor,
    *,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Make zeros of the shape and dtype of a tensor."""
    return _like("zeros_like", input, np.zeros, dtype, requires_grad, device)


def ones_like(
    input: Tensor,
    *,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Make ones of the shape and dtype of a tensor."""
    return _like("ones_like", input, np.ones, dtype, requires_grad, device)


def empty_like(
    input: Tensor,
    *,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Make a tensor of the shape and dtype of another, values not to be relied on."""
    return _like("empty_like", input, np.zeros, dtype, requires_grad, device)


def full_like(
    input: Tensor,
    fill_value: Any,
    *,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Make a tensor of the shape and dtype of another, filled with one value."""

    def make(shape: tuple[int, ...], numpy: Any) -> Any:
        return np.full(shape, _number(fill_value), numpy)

    return _like("full_like", input, make, dtype, requires_grad, device)


def eye(
    n: int,
    m: int | None = None,
    *,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make an identity matrix.

    >>> eye(2)
    tensor([[1., 0.],
            [0., 1.]])
    """
    _device(device)
    for name, count in (("n", n), ("m", m)):
        if count is not None and count < 0:
            raise RuntimeError(f"{name} must be greater or equal to 0, got {count}")
    return _finish(np.eye(n, m, dtype=_type(dtype)), "eye", requires_grad)


def _number(value: Any) -> Any:
    return value._data.item() if isinstance(value, Tensor) else value


def arange(
    start: Any,
    end: Any = None,
    step: Any = 1,
    *,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make the numbers from start (0 if not given) up to but without end.

    >>> arange(3)
    tensor([0, 1, 2])
    >>> arange(1, 2, 0.5)
    tensor([1.0000, 1.5000])
    """
    _device(device)
    if end is None:
        start, end = 0, start
    start, end, step = _number(start), _number(end), _number(step)
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * step < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    if dtype is None:
        floating = any(isinstance(v, float) for v in (start, end, step))
        d = dtypes.get_default_dtype() if floating else dtypes.int64
    else:
        d = dtypes.as_dtype(dtype)
    count = int(np.ceil((end - start) / step))
    values = start + np.arange(count) * step
    return _finish(np.asarray(values).astype(d.numpy), "arange", requires_grad)


def linspace(
    start: Any,
    end: Any,
    steps: int,
    *,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make `steps` numbers from start to end, evenly spaced, both included.

    >>> linspace(0, 1, 3)
    tensor([0.0000, 0.5000, 1.0000])
    """
    _device(device)
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    return _finish(
        _linspace(_number(start), _number(end), steps, _type(dtype)), "linspace", requires_grad
    )


def _linspace(start: Any, end: Any, steps: int, numpy: Any) -> Any:
    """Count up from start in the first half and down from end in the second, as PyTorch does."""
    if steps == 1:
        return np.full(1, start, numpy)
    if numpy.kind in "iu":
        return np.trunc(np.linspace(start, end, steps)).astype(numpy)
    step = numpy.type((end - start) / max(steps - 1, 1))
    i = np.arange(steps)
    up = numpy.type(start) + step * i.astype(numpy)
    down = numpy.type(end) - step * (steps - i - 1).astype(numpy)
    return np.where(i < steps // 2, up, down).astype(numpy)


def logspace(
    start: Any,
    end: Any,
    steps: int,
    base: float = 10.0,
    *,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make `steps` numbers from base^start to base^end, evenly spaced on a logarithmic scale.

    >>> logspace(0, 2, 3)
    tensor([  1.,  10., 100.])
    """
    _device(device)
    numpy = _type(dtype)
    exponents = _linspace(_number(start), _number(end), steps, np.dtype(np.float64))
    return _finish(np.power(base, exponents).astype(numpy), "logspace", requires_grad)
