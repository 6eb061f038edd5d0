"""What may be a tensor's `.grad`: the rules of assignment, and `grad_dtype`."""

from __future__ import annotations

from typing import Any

from engine import dtypes
from engine.dtypes import cpp_name
from engine.tensor import Tensor


def assign(tensor: Tensor, value: Tensor | None) -> None:
    """Make `value` the gradient of `tensor`; None takes it away."""
    if value is None:
        if tensor._meta is not None:
            tensor._meta.grad = None
        return
    if not isinstance(value, Tensor):
        raise TypeError(
            f"assigned grad expected to be a Tensor or None but got grad of type "
            f"{type(value).__name__}"
        )
    if value is tensor:
        raise RuntimeError("can't assign Variable as its own grad")
    wanted = dtype_of(tensor)
    if wanted is not None and value.dtype is not wanted:
        raise RuntimeError(
            f"attempting to assign a gradient with dtype '{cpp_name(value.dtype)}' to a "
            f"tensor with grad_dtype '{dtypes.TYPE_NAMES[wanted.name]}'. The gradient must match "
            "the tensor's grad_dtype (defaults to the tensor's dtype). You can set the "
            "tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. "
            "Set grad_dtype with caution. Diverging the dtypes of a tensor and its gradient "
            "may break downstream systems that assume they match."
        )
    if value._data.shape != tensor._data.shape:
        raise RuntimeError(
            f"attempting to assign a gradient of size '{list(value._data.shape)}' to a tensor "
            f"of size '{list(tensor._data.shape)}'. Please ensure that the gradient and the "
            "tensor are the same size"
        )
    tensor._get_meta().grad = value


def dtype_of(tensor: Tensor) -> dtypes.dtype | None:
    """Return the dtype that the gradient of a tensor has; None: any."""
    meta = tensor._meta
    if meta is None or meta.grad_dtype is ...:
        return tensor.dtype
    found: dtypes.dtype | None = meta.grad_dtype
    return found


def get_dtype(tensor: Tensor) -> dtypes.dtype | None:
    """Return `grad_dtype` of a leaf."""
    if not tensor.is_leaf:
        raise RuntimeError("grad_dtype can only be accessed on leaf tensors.")
    return dtype_of(tensor)


def set_dtype(tensor: Tensor, dtype: Any) -> None:
    """Set `grad_dtype` of a leaf: a dtype, or None for any."""
    if dtype is not None and not isinstance(dtype, dtypes.dtype):
        raise RuntimeError(
            f"grad_dtype must be a torch.dtype or None, but got {type(dtype).__name__}"
        )
    if not tensor.is_leaf:
        raise RuntimeError("grad_dtype can only be set on leaf tensors.")
    meta = tensor._get_meta()
    if dtype is not None and meta.grad is not None and meta.grad.dtype is not dtype:
        raise RuntimeError(
            f"Cannot set grad_dtype to '{dtypes.TYPE_NAMES[dtype.name]}' because there is already a "
            f"gradient with dtype '{cpp_name(meta.grad.dtype)}'. Please clear the gradient "
            "(.grad = None) before changing grad_dtype, or ensure the new grad_dtype matches the "
            "existing gradient's dtype."
        )
    meta.grad_dtype = dtype


def fitted(leaf: Tensor, grad: Any) -> Any:
    """Return a leaf's gradient, an array or a tensor, in its `grad_dtype`."""
    dtype = dtype_of(leaf)
    if dtype is None or grad.dtype is dtype or grad.dtype is dtype.numpy:
        return grad
    return grad.to(dtype) if isinstance(grad, Tensor) else grad.astype(dtype.numpy)
