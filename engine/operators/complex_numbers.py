"""Complex numbers: parts, conjugates, angles, and making them from real numbers."""

from __future__ import annotations

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.operators.casting import contiguous
from engine.operators.comparison import _where
from engine.operators.views import _zeros_of, select
from engine.registry import KERNELS, exported, operator, reads
from engine.tensor import Tensor

# -- conjugates and parts --------------------------------------------------------------------------


@operator(
    batch="elementwise",
    name="conj",
    namespaces=("internal",),
    holomorphic=False,
    inplace=False,
    rules={"self": lambda grad: conj(grad)},
    samples=("real(conj(a(2) * (1 + 2j)) * (2 + 1j))",),
)
def _conjugate(self: Array) -> Array:
    """The complex conjugate."""
    return np.conj(self)


def conj(input: Tensor) -> Tensor:
    """Return the complex conjugate; a real tensor itself.

    >>> import engine
    >>> engine.conj(engine.tensor([1.0 + 2.0j]))
    tensor([1.-2.j])
    """
    return _conjugate(input) if input._data.dtype.kind == "c" else input


@operator(
    batch="elementwise",
    name="_conj_physical",
    holomorphic=False,
    rules={"self": lambda grad: conj(grad)},
)
def _conj_physical(self: Array) -> Array:
    """The complex conjugate, copied."""
    return np.conj(self)


@exported("torch", samples=("conj_physical(a(3) * 1j)", "conj_physical(a(3) * 1)"))
def conj_physical(input: Tensor) -> Tensor:
    """Return the complex conjugate, copied; a real tensor itself.

    >>> import engine
    >>> engine.conj_physical(engine.tensor([1.0 + 2.0j]))
    tensor([1.-2.j])
    """
    return _conj_physical(input) if input._data.dtype.kind == "c" else input


def resolve_conj(input: Tensor) -> Tensor:
    """Return the tensor itself: conjugates are always computed at once."""
    return input


def resolve_neg(input: Tensor) -> Tensor:
    """Return the tensor itself: negatives are always computed at once."""
    return input


@reads("real(self)")
@operator(batch="elementwise", name="_real", holomorphic=False, rules={"self": lambda grad: grad})
def _real(self: Array) -> Array:
    """The real part, copied."""
    return self.real


@reads("imag(self)")
@operator(
    batch="elementwise", name="_imag", holomorphic=False, rules={"self": lambda grad: grad * 1j}
)
def _imag(self: Array) -> Array:
    """The imaginary part, copied."""
    return self.imag


def _side_by_side(grad: Tensor) -> Tensor:
    """Return the tensor with its elements in order in memory."""
    return contiguous(grad)


KERNELS["_side_by_side"] = np.ascontiguousarray


@operator(
    batch="leading",
    view=True,
    rules={"self": lambda grad: view_as_complex(_side_by_side(grad))},
    samples=("view_as_real(a(2) * 1j)",),
)
def view_as_real(self: Array) -> Array:
    """Return real and imaginary parts along a new last dimension, as a view.

    >>> import engine
    >>> engine.view_as_real(engine.tensor([1.0 + 2.0j]))
    tensor([[1., 2.]])
    """
    if self.dtype.kind != "c":
        raise RuntimeError("view_as_real is only supported for complex tensors")
    return np.lib.stride_tricks.as_strided(
        self.real, (*self.shape, 2), (*self.strides, self.itemsize // 2)
    )


@operator(
    batch="leading",
    view=True,
    holomorphic=False,
    rules={"self": lambda grad: view_as_real(grad)},
    samples=("view_as_complex(a(3, 2))",),
)
def view_as_complex(self: Array) -> Array:
    """Return complex numbers from a last dimension of size 2, as a view.

    >>> import engine
    >>> engine.view_as_complex(engine.tensor([[1.0, 2.0]]))
    tensor([1.+2.j])
    """
    if self.dtype.name not in ("float32", "float64"):
        raise RuntimeError(
            "view_as_complex is only supported for half, float and double tensors, but got a "
            f"tensor of scalar type: {TYPE_NAMES[self.dtype.name]}"
        )
    if not self.ndim or self.shape[-1] != 2:
        raise RuntimeError("Tensor must have a last dimension of size 2")
    if self.size and self.strides[-1] != self.itemsize:
        raise RuntimeError("Tensor must have a last dimension with stride 1")
    return self.view("c8" if self.itemsize == 4 else "c16")[..., 0]


@exported("torch", samples=("real(a(2) * (1 + 2j))", "real(a(2) * 1)"))
def real(input: Tensor) -> Tensor:
    """Return the real part, as a view; a real tensor itself.

    >>> import engine
    >>> engine.real(engine.tensor([1.0 + 2.0j]))
    tensor([1.])
    """
    return select(view_as_real(input), -1, 0) if input._data.dtype.kind == "c" else input


@exported("torch", samples=("imag(a(2) * (1 + 2j))",))
def imag(input: Tensor) -> Tensor:
    """Return the imaginary part, as a view.

    >>> import engine
    >>> engine.imag(engine.tensor([1.0 + 2.0j]))
    tensor([2.])
    """
    if input._data.dtype.kind != "c":
        raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")
    return select(view_as_real(input), -1, 1)  # type: ignore[no-any-return]


@operator(
    batch="elementwise",
    promote="float",
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, self, self_dtype: (
            _zeros_of(grad)
            if self_dtype.kind != "c"
            else _where(self == 0, 0, grad * (self * 1j) / (self * conj(self)))
        )
    },
    samples=("angle(a(3))", "angle(a(3) * (1 + 2j))"),
)
def angle(self: Array) -> Array:
    """Return the angle of complex numbers in radians; of real numbers, 0 or π, or NaN.

    >>> import engine
    >>> engine.angle(engine.tensor([1.0, -1.0]))
    tensor([0.0000, 3.1416])
    """
    if self.dtype.kind == "c":
        return np.angle(self).astype(self.real.dtype)
    angles = np.where(self < 0, np.asarray(np.pi, self.dtype), np.asarray(0, self.dtype))
    return np.where(np.isnan(self), self, angles)


for _name, _getter in (("real", real), ("imag", imag)):  # attributes, not methods
    setattr(Tensor, _name, property(_getter))


# -- from real numbers -----------------------------------------------------------------------------


@operator(
    batch="elementwise",
    inplace=False,
    holomorphic=False,
    rules={"real": lambda grad: _real(grad), "imag": lambda grad: _imag(grad)},
    samples=("complex(a(3), a(3))", "complex(a(2, 1), a(3))"),
)
def complex(real: Array, imag: Array) -> Array:
    """Return real + i imag.

    >>> import engine
    >>> engine.complex(engine.tensor([1.0]), engine.tensor([2.0]))
    tensor([1.+2.j])
    """
    words = [TYPE_NAMES[part.dtype.name] for part in (real, imag)]
    if real.dtype.kind != "f" or imag.dtype.kind != "f":
        raise RuntimeError(
            "Expected both inputs to be Half, Float or Double tensors but got "
            f"{words[0]} and {words[1]}"
        )
    if real.dtype != imag.dtype:
        raise RuntimeError(
            f"Expected object of scalar type {words[0]} but got scalar type {words[1]} for second "
            "argument"
        )
    shape = np.broadcast_shapes(real.shape, imag.shape)
    out = np.empty(shape, "c16" if real.dtype.itemsize == 8 else "c8")
    out.real, out.imag = real, imag
    return out


@operator(
    batch="elementwise",
    inplace=False,
    holomorphic=False,
    rules={
        "abs": lambda grad, angle: _real(conj(grad) * _unit(angle)),
        "angle": lambda grad, result: _real(conj(grad) * (result * 1j)),
    },
    samples=("polar(p(3), a(3))",),
)
def polar(abs: Array, angle: Array) -> Array:
    """Return the complex numbers of given absolute value and angle: abs exp(i angle).

    >>> import engine
    >>> engine.polar(engine.tensor([2.0]), engine.tensor([0.0]))
    tensor([2.+0.j])
    """
    if abs.dtype != angle.dtype:
        raise RuntimeError(
            f"Expected object of scalar type {TYPE_NAMES[abs.dtype.name]} but got scalar type "
            f"{TYPE_NAMES[angle.dtype.name]} for second argument"
        )
    out = np.empty(
        np.broadcast_shapes(abs.shape, angle.shape), "c16" if abs.dtype.itemsize == 8 else "c8"
    )
    out.real, out.imag = abs * np.cos(angle), abs * np.sin(angle)
    return out


@operator(
    batch="elementwise",
    name="_unit",
    holomorphic=False,
    rules={"self": lambda grad, result: _real(conj(grad) * (result * 1j))},
)
def _unit(self: Array) -> Array:
    """exp(i x) for real x"""
    return np.exp(1j * self)
