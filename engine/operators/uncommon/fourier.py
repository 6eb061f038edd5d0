"""Discrete Fourier transforms: the functions of `torch.fft`.

Three operators do the work, and each is the other's derivative: complex to complex, real to complex
and complex to real. All else is sizes, dimensions and conjugates.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import creation, dtypes
from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.casting import to
from engine.operators.complex_numbers import _real, conj, conj_physical
from engine.operators.structure import roll
from engine.operators.views import _embed_slice, slice_
from engine.registry import exported, in_rules, operator
from engine.shapes import as_size, wrap_dim
from engine.tensor import Tensor, from_array

# -- the transforms --------------------------------------------------------------------------------

NONE, BY_ROOT_N, BY_N = range(3)
"""What a transform divides by: PyTorch's `fft_norm_mode`."""

_FORWARD: dict[int, Any] = {NONE: "backward", BY_ROOT_N: "ortho", BY_N: "forward"}
_INVERSE: dict[int, Any] = {NONE: "forward", BY_ROOT_N: "ortho", BY_N: "backward"}
# NumPy's words for it: the direction that is scaled.


@operator(
    batch="dims",
    name="_fft_c2c",
    grad_fn="FftC2CBackward0",
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, dim, normalization, forward: _fft_c2c(
            grad, dim, normalization, not forward
        )
    },
)
def _fft_c2c(self: Array, dim: tuple[int, ...], normalization: int, forward: bool) -> Array:
    """The transform of complex numbers."""
    if not dim:
        return self.copy()
    if forward:
        return np.fft.fftn(self, axes=dim, norm=_FORWARD[normalization])
    return np.fft.ifftn(self, axes=dim, norm=_INVERSE[normalization])


@operator(
    batch="dims",
    name="_fft_r2c",
    grad_fn="FftR2CBackward0",
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, self_shape, dim, normalization, onesided: _real(
            _fft_c2c(
                _filled_up(grad, self_shape, dim) if onesided else grad, dim, normalization, False
            )
        )
    },
)
def _fft_r2c(self: Array, dim: tuple[int, ...], normalization: int, onesided: bool) -> Array:
    """The transform of real numbers; onesided: without the conjugates along the last dimension."""
    function: Any = np.fft.rfftn if onesided else np.fft.fftn
    return function(self, axes=dim, norm=_FORWARD[normalization])


@in_rules
def _filled_up(grad: Any, shape: tuple[int, ...], dim: tuple[int, ...]) -> Any:
    """Return a one-sided gradient with zeros for the other side."""
    half = grad.shape[dim[-1]]
    return grad if half == shape[dim[-1]] else _embed_slice(grad, shape, dim[-1], 0, half, 1)


@operator(
    batch="dims",
    name="_fft_c2r",
    grad_fn="FftC2RBackward0",
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, dim, normalization: _twice_inside(
            _fft_r2c(grad, dim, normalization, True), grad.shape[dim[-1]], dim[-1]
        )
    },
)
def _fft_c2r(self: Array, dim: tuple[int, ...], normalization: int, last_dim_size: int) -> Array:
    """The inverse transform to real numbers, from one side of the last dimension."""
    sizes = [self.shape[d] for d in dim[:-1]] + [last_dim_size]
    return np.fft.irfftn(self, s=sizes, axes=dim, norm=_INVERSE[normalization])


@operator(
    batch="dims",
    name="_twice_inside",
    grad_fn="MulBackward0",
    rules={"self": lambda grad, n, dim: _twice_inside(grad, n, dim)},
)
def _twice_inside(self: Array, n: int, dim: int) -> Array:
    """One side of a transform of n real numbers, doubled where the other side has conjugates."""
    out = self.copy()
    count = n - self.shape[dim]
    out[(slice(None),) * dim + (slice(1, 1 + count),)] *= 2
    return out


# -- sizes and dimensions --------------------------------------------------------------------------


def _norm_mode(norm: str | None, forward: bool) -> int:
    """Return what a transform divides by, from PyTorch's `norm`."""
    if norm is None or norm == "backward":
        return NONE if forward else BY_N
    if norm == "forward":
        return BY_N if forward else NONE
    if norm == "ortho":
        return BY_ROOT_N
    raise RuntimeError(f'Invalid normalization mode: "{norm}"')


def _promoted(input: Tensor, complex_: bool) -> Tensor:
    """Return the tensor in a dtype that has a transform; complex_: in a complex one."""
    dtype = input.dtype
    if dtype.category < dtypes.FLOAT:
        dtype = dtypes.get_default_dtype()
    if dtype is dtypes.float16:
        raise RuntimeError("Unsupported dtype Half")
    if complex_:
        dtype = dtype.to_complex()
    return input if dtype is input.dtype else to(input, dtype)


def _dim(dim: int, input: Tensor) -> int:
    """Return one dimension counted from the front; a 0-d tensor has none here."""
    ndim = input._data.ndim
    if not ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    return wrap_dim(dim, ndim)


def _need_points(n: int) -> None:
    if n < 1:
        raise RuntimeError(f"Invalid number of data points ({n}) specified")


def _resized(input: Tensor, dims: tuple[int, ...], sizes: tuple[int, ...]) -> Tensor:
    """Return the tensor cut off, or filled up with zeros, to sizes along dimensions."""
    ndim = input._data.ndim
    pad = [0] * (2 * ndim)
    for dim, size in zip(dims, sizes, strict=True):
        n = input._data.shape[dim]
        if n < size:
            pad[2 * (ndim - dim) - 1] = size - n
        elif n > size:
            input = slice_(input, dim, 0, size, 1)
    if any(pad):
        from engine.operators.layers.padding import _constant_pad_nd

        return _constant_pad_nd(input, tuple(pad), 0)  # type: ignore[no-any-return]
    return input


def _shape_and_dims(input: Tensor, s: Any, dim: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the sizes and dimensions of a transform over several dimensions."""
    ndim = input._data.ndim
    dims: tuple[int, ...] = tuple(range(ndim))
    if dim is not None:
        dims = tuple([_dim(d, input) for d in as_size(dim)])
        if len(set(dims)) != len(dims):
            raise RuntimeError("FFT dims must be unique")
    if s is None:
        sizes = tuple([input._data.shape[d] for d in dims])
    else:
        given = as_size(s)
        if dim is not None and len(given) != len(dims):
            raise RuntimeError("When given, dim and shape arguments must have the same length")
        if len(given) > ndim:
            raise RuntimeError(
                f"Got shape with {len(given)} values but input tensor only has {ndim} dimensions."
            )
        if dim is None:
            dims = dims[ndim - len(given) :]
        sizes = tuple(
            [input._data.shape[d] if n == -1 else n for n, d in zip(given, dims, strict=True)]
        )
    for n in sizes:
        _need_points(n)
    return sizes, dims


def _check(name: str, input: Any, real: str = "") -> None:
    """Refuse what is no tensor and, with PyTorch's words for `real`, complex tensors."""
    if not isinstance(input, Tensor):
        raise not_a_tensor(f"fft_{name}", "input", 1, input)
    if real and input._data.dtype.kind == "c":
        raise RuntimeError(
            f"{name} expects a {real} input tensor, but got {TYPE_NAMES[input.dtype.name]}"
        )


# -- along one dimension ---------------------------------------------------------------------------


def _one(
    name: str, input: Tensor, n: Any, dim: int, norm: str | None, forward: bool, onesided: bool
) -> Tensor:
    """Transform real or, unless onesided, complex numbers along a dimension."""
    _check(name, input, "real" if onesided else "")
    input = _promoted(input, False)
    dim = _dim(dim, input)
    size = input._data.shape[dim] if n is None else int(n)
    _need_points(size)
    if n is not None:
        input = _resized(input, (dim,), (size,))
    mode = _norm_mode(norm, forward)
    if input._data.dtype.kind == "c":
        return _fft_c2c(input, (dim,), mode, forward)  # type: ignore[no-any-return]
    out = _fft_r2c(input, (dim,), mode, onesided)
    return out if forward else conj(out)


def _one_to_real(
    name: str, input: Tensor, n: Any, dim: int, norm: str | None, forward: bool
) -> Tensor:
    """Transform one side of a Hermitian sequence to real numbers."""
    _check(name, input)
    input = _promoted(input, True)
    dim = _dim(dim, input)
    size = 2 * (input._data.shape[dim] - 1) if n is None else int(n)
    _need_points(size)
    if n is not None:
        input = _resized(input, (dim,), (size // 2 + 1,))
    mode = _norm_mode(norm, forward)
    return _fft_c2r(conj(input) if forward else input, (dim,), mode, size)  # type: ignore[no-any-return]


@exported(
    "fft",
    samples=(
        "fft(a(4))",
        "fft(a(2, 3) * (1 + 2j), 4, 0)",
        "fft(a(5), 3, norm='ortho')",
        "fft(a(2, 3), norm='forward')",
    ),
)
def fft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """Return the discrete Fourier transform along a dimension, sum over j of x_j exp(-2πi jk / n).

    n: to how many elements the input is cut off, or filled up with zeros, first.
    norm: "backward" (no factor), "ortho" (1 / sqrt(n)) or "forward" (1 / n).

    >>> import engine
    >>> engine.fft.fft(engine.tensor([1.0, 0.0, 0.0]))
    tensor([1.+0.j, 1.+0.j, 1.+0.j])
    """
    return _one("fft", input, n, dim, norm, True, False)


@exported(
    "fft",
    samples=(
        "ifft(a(4))",
        "ifft(a(2, 3) * (1 + 2j), 2, norm='ortho')",
        "ifft(a(2, 3) * 1j, 4, 0, norm='forward')",
    ),
)
def ifft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """Return the inverse of `fft`: the sum over k of y_k exp(2πi jk / n), over n.

    >>> import engine
    >>> engine.fft.ifft(engine.tensor([2.0, 2.0]))
    tensor([2.-0.j, 0.-0.j])
    """
    return _one("ifft", input, n, dim, norm, False, False)


@exported("fft", samples=("rfft(a(4))", "rfft(a(2, 5))", "rfft(a(2, 3), 4, 0, 'ortho')"))
def rfft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """Return the first n // 2 + 1 elements of `fft` of real numbers: the others are conjugates.

    >>> import engine
    >>> engine.fft.rfft(engine.tensor([1.0, 0.0, 0.0]))
    tensor([1.+0.j, 1.+0.j])
    """
    return _one("rfft", input, n, dim, norm, True, True)


@exported(
    "fft",
    samples=(
        "irfft(a(3))",
        "irfft(a(2, 3) * (1 + 2j), 5)",
        "irfft(a(4, 2) * 1j, 4, 0, 'ortho')",
    ),
)
def irfft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """Return the inverse of `rfft`: n real numbers (2 (m - 1) for m elements if not said).

    >>> import engine
    >>> engine.fft.irfft(engine.tensor([2.0, 0.0]))
    tensor([1., 1.])
    """
    return _one_to_real("irfft", input, n, dim, norm, False)


@exported("fft", samples=("hfft(a(3))", "hfft(a(2, 3) * (1 + 2j), 5)", "hfft(a(3, 2), dim=0)"))
def hfft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """Return the transform, which is real, of a Hermitian sequence given by its first half.

    >>> import engine
    >>> engine.fft.hfft(engine.tensor([1.0, 0.0]))
    tensor([1., 1.])
    """
    return _one_to_real("hfft", input, n, dim, norm, True)


@exported("fft", samples=("ihfft(a(4))", "ihfft(a(2, 5), 4, norm='ortho')"))
def ihfft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """Return the inverse of `hfft`: the first half of a Hermitian sequence, from real numbers.

    >>> import engine
    >>> engine.fft.ihfft(engine.tensor([2.0, 2.0]))
    tensor([2.-0.j, 0.-0.j])
    """
    return _one("ihfft", input, n, dim, norm, False, True)


# -- along several dimensions ----------------------------------------------------------------------


def _several(name: str, input: Any, s: Any, dim: Any, norm: str | None, forward: bool) -> Tensor:
    _check(name, input)
    sizes, dims = _shape_and_dims(input, s, dim)
    input = _resized(_promoted(input, True), dims, sizes)
    mode = _norm_mode(norm, forward)
    return _fft_c2c(input, dims, mode, forward)  # type: ignore[no-any-return]


def _need_axis(name: str, dims: tuple[int, ...]) -> None:
    if not dims:
        raise RuntimeError(f"{name} must transform at least one axis")


def _hermitian_sizes(
    name: str, input: Tensor, s: Any, dim: Any
) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Return sizes and dimensions of a transform to real numbers, and the size of its last one."""
    sizes, dims = _shape_and_dims(input, s, dim)
    _need_axis(name, dims)
    open_end = s is None or as_size(s)[-1] == -1
    last = 2 * (input._data.shape[dims[-1]] - 1) if open_end else sizes[-1]
    _need_points(last)
    return (*sizes[:-1], last // 2 + 1), dims, last


@exported(
    "fft",
    samples=(
        "fftn(a(2, 3))",
        "fftn(a(2, 3) * 1j, (3, 2), (1, 0), 'ortho')",
        "fftn(a(2, 2, 3), s=(-1, 4))",
    ),
)
def fftn(input: Tensor, s: Any = None, dim: Any = None, norm: str | None = None) -> Tensor:
    """Return the discrete Fourier transform over several dimensions, over all if none are named.

    s: to which sizes the input is cut off, or filled up with zeros; -1 leaves a size as it is.

    >>> import engine
    >>> engine.fft.fftn(engine.tensor([[1.0, 0.0], [0.0, 0.0]]))
    tensor([[1.+0.j, 1.+0.j],
            [1.+0.j, 1.+0.j]])
    """
    return _several("fftn", input, s, dim, norm, True)


@exported("fft", samples=("ifftn(a(2, 3))", "ifftn(a(2, 3) * 1j, (3,), norm='ortho')"))
def ifftn(input: Tensor, s: Any = None, dim: Any = None, norm: str | None = None) -> Tensor:
    """Return the inverse of `fftn`."""
    return _several("ifftn", input, s, dim, norm, False)


@exported("fft", samples=("rfftn(a(2, 3))", "rfftn(a(2, 4), (3, 3), (1, 0), norm='forward')"))
def rfftn(input: Tensor, s: Any = None, dim: Any = None, norm: str | None = None) -> Tensor:
    """Return `fftn` of real numbers without the conjugates along the last dimension."""
    _check("rfftn", input, "real-valued")
    sizes, dims = _shape_and_dims(input, s, dim)
    _need_axis("rfftn", dims)
    input = _resized(_promoted(input, False), dims, sizes)
    return _fft_r2c(input, dims, _norm_mode(norm, True), True)  # type: ignore[no-any-return]


@exported("fft", samples=("irfftn(a(2, 3))", "irfftn(a(2, 3) * (1 + 2j), (3, 5), norm='ortho')"))
def irfftn(input: Tensor, s: Any = None, dim: Any = None, norm: str | None = None) -> Tensor:
    """Return the inverse of `rfftn`."""
    _check("irfftn", input)
    sizes, dims, last = _hermitian_sizes("irfftn", input, s, dim)
    input = _resized(_promoted(input, True), dims, sizes)
    return _fft_c2r(input, dims, _norm_mode(norm, False), last)  # type: ignore[no-any-return]


@exported("fft", samples=("hfftn(a(2, 3))", "hfftn(a(2, 3) * (1 + 2j), (3, 5))"))
def hfftn(input: Tensor, s: Any = None, dim: Any = None, norm: str | None = None) -> Tensor:
    """Return the transform, which is real, of a Hermitian tensor given by half of its last dimension."""
    _check("hfftn", input)
    sizes, dims, last = _hermitian_sizes("hfftn", input, s, dim)
    input = _resized(_promoted(input, True), dims, sizes)
    mode = _norm_mode(norm, True)
    if dims[:-1]:
        input = _fft_c2c(input, dims[:-1], mode, True)
    return _fft_c2r(conj(input), dims[-1:], mode, last)  # type: ignore[no-any-return]


@exported("fft", samples=("ihfftn(a(2, 4))", "ihfftn(a(2, 3), (3,), (0,), 'ortho')"))
def ihfftn(input: Tensor, s: Any = None, dim: Any = None, norm: str | None = None) -> Tensor:
    """Return the inverse of `hfftn`."""
    _check("ihfftn", input, "real-valued")
    sizes, dims = _shape_and_dims(input, s, dim)
    _need_axis("ihfftn", dims)
    input = _resized(_promoted(input, False), dims, sizes)
    mode = _norm_mode(norm, False)
    half = _fft_r2c(input, dims[-1:], mode, True)
    if not dims[:-1]:
        return conj(half)
    return _fft_c2c(conj_physical(half), dims[:-1], mode, False)  # type: ignore[no-any-return]


@exported("fft", samples=("fft2(a(2, 3))",))
def fft2(input: Tensor, s: Any = None, dim: Any = (-2, -1), norm: str | None = None) -> Tensor:
    """Return `fftn` over two dimensions."""
    return fftn(input, s, dim, norm)


@exported("fft", samples=("ifft2(a(2, 3))",))
def ifft2(input: Tensor, s: Any = None, dim: Any = (-2, -1), norm: str | None = None) -> Tensor:
    """Return `ifftn` over two dimensions."""
    return ifftn(input, s, dim, norm)


@exported("fft", samples=("rfft2(a(2, 3))",))
def rfft2(input: Tensor, s: Any = None, dim: Any = (-2, -1), norm: str | None = None) -> Tensor:
    """Return `rfftn` over two dimensions."""
    return rfftn(input, s, dim, norm)


@exported("fft", samples=("irfft2(a(2, 3))",))
def irfft2(input: Tensor, s: Any = None, dim: Any = (-2, -1), norm: str | None = None) -> Tensor:
    """Return `irfftn` over two dimensions."""
    return irfftn(input, s, dim, norm)


@exported("fft", samples=("hfft2(a(2, 3))",))
def hfft2(input: Tensor, s: Any = None, dim: Any = (-2, -1), norm: str | None = None) -> Tensor:
    """Return `hfftn` over two dimensions."""
    return hfftn(input, s, dim, norm)


@exported("fft", samples=("ihfft2(a(2, 3))",))
def ihfft2(input: Tensor, s: Any = None, dim: Any = (-2, -1), norm: str | None = None) -> Tensor:
    """Return `ihfftn` over two dimensions."""
    return ihfftn(input, s, dim, norm)


# -- frequencies -----------------------------------------------------------------------------------


def _rolled_half(name: str, input: Any, dim: Any, up: int) -> Tensor:
    _check(name, input)
    dims = tuple(range(input._data.ndim)) if dim is None else as_size(dim)
    ndim = input._data.ndim
    if not dims:
        raise RuntimeError("`shifts` required")
    shifts = tuple([(input._data.shape[wrap_dim(d, ndim)] + up) // 2 for d in dims])
    return roll(input, shifts, dims)


@exported("fft", samples=("fftshift(a(5))", "fftshift(a(2, 3), 1)"))
def fftshift(input: Tensor, dim: Any = None) -> Tensor:
    """Move the frequency 0 to the middle, along dimensions or along all.

    >>> import engine
    >>> engine.fft.fftshift(engine.tensor([0, 1, 2, -2, -1]))
    tensor([-2, -1,  0,  1,  2])
    """
    return _rolled_half("fftshift", input, dim, 0)


@exported("fft", samples=("ifftshift(a(5))", "ifftshift(a(2, 3), (0, 1))"))
def ifftshift(input: Tensor, dim: Any = None) -> Tensor:
    """Undo `fftshift`: move the frequency 0 to the front."""
    return _rolled_half("ifftshift", input, dim, 1)


def _frequencies(places: Any, n: int, d: float, dtype: Any, device: Any, grad: bool) -> Tensor:
    creation._device(device)
    numpy = (dtypes.get_default_dtype() if dtype is None else dtypes.as_dtype(dtype)).numpy
    out = from_array(places.astype(numpy) * numpy.type(1.0 / (n * d)))
    return out.requires_grad_() if grad else out


@exported("fft")
def fftfreq(
    n: int, d: float = 1.0, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """Return the frequencies of the n elements of `fft`, for points at a distance d.

    >>> import engine
    >>> engine.fft.fftfreq(5)
    tensor([ 0.0000,  0.2000,  0.4000, -0.4000, -0.2000])
    """
    places = np.concatenate([np.arange((n + 1) // 2), np.arange(-(n // 2), 0)])
    return _frequencies(places, n, d, dtype, device, requires_grad)


@exported("fft")
def rfftfreq(
    n: int, d: float = 1.0, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """Return the frequencies of the n // 2 + 1 elements of `rfft`, for points at a distance d.

    >>> import engine
    >>> engine.fft.rfftfreq(4)
    tensor([0.0000, 0.2500, 0.5000])
    """
    return _frequencies(np.arange(n // 2 + 1), n, d, dtype, device, requires_grad)
